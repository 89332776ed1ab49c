"""Sentences as people write them: those in which something must be found, and those in which
nothing must."""

# The words in brackets are to be found, as the kind before the bar.
FOUND = """
name|Müdür [Ahmet Yılmaz] bize dönmedi
name|MEMUR [HÜSEYİN ÇELİK] BİZE BAĞIRDI
name|Il muduru [Hasan Ozturk] bizi dinlemedi
name|Sayın [Ayşe Demir]'in yazısı gelmedi
name|Dr. [Elif Şahin] toplantıya katılmadı
name|[murat] bey çok ilgisiz
name|[hilal] hanımla konuştuk, olmadı
name|Kaymakam [Murat Bey] söz verdi
name|[Fatma Kaya] isimli görevli evrakı kaybetti
name|Bay [Hasan] bizi oyaladı
name|Muhtar [İlhan Suat] işimizi yapmadı
name|Mr. [John Smith] never answered us
phone|Numaram [0532 123 45 67], arayın
phone|Bana [0(532)1234567] numaradan ulaşın
phone|[+90 532 123 45 67] numarası cevap vermiyor
phone|[+905321234567]
phone|tel [5321234567]
phone|Santral: [(0364) 213 45 67]
phone|[0532-123-45-67] ve
phone|Dernek telefonu: [213 45 67]
phone|Almanya'dan [+49 30 123456] aradı
phone|[٠٥٣٢ ١٢٣ ٤٥ ٦٧] aradım
email|[ayse.demir@ornek.org.tr] adresine yazdık
email|AYŞE için [ALİ@ORNEK.COM] yazdık
email|[ali at ornek nokta com] adresine yazın
email|[ali (at) ornek.com] adresine yazın
email|[ali [at] ornek [dot] com] adresine yazın
identity|Kimlik numaram [10000000146]
identity|no: [100 000 001 46]
identity|TC kimlik no [12345678901] ile giremiyorum
identity|Vergi numaramız [1234567890] silinmiş
account|IBAN [TR33 0006 1005 1978 6457 8413 26] verdik
account|[tr330006100519786457841326] hesabına yatırdık
account|IBAN: [TR12 0001 2345 6789 0123 4567 89]
account|kart [4111 1111 1111 1111] geçmedi
account|hesap no [1234567] kapatıldı
address|[Atatürk Mah. Gül Sok. No: 5/3] adresinde oturuyorum
address|evim [Cumhuriyet Caddesi No 12 Daire 4] de
address|[Ragıp Tüzün Cad. 45/3] numaraya gelin
address|[karanfil sokak no:7] önü hep karanlık
insult|Memur tam bir [aptal]
insult|Bunlar [gerizekalı]
insult|Hepsi [geri zekalılar]
insult|[ŞEREFSİZLER] bizi dinlemedi
insult|[serefsiz] herifler
insult|O bir [piç]
insult|Bu [göt] kime güveniyor
insult|[Siktir] git dediler
insult|These [idiots] never answer
""".strip().splitlines()

NOTHING = """
Deniz kirliliği arttı, toprak kirlendi, umut kalmadı
Barış ortamı yok, güven sarsıldı, savaş mağdurları için destek yok
Sistem sık sık çöküyor, sik sik ariza veriyor
SIKINTI ÇOK, SIKICI VE SIKIŞIK BİR SALON
Şikayetimiz çok, sikayet kutusu bos
Malzeme yok, mali destek yetersiz, malul aylığı kesildi
Gençleri etkinliklere götüremiyoruz, götürü bedel istiyorlar
Piçata kursu yok, picnic alanı kirli
Bok böceği koruma altında değil, boks salonu yok
Hıyar, kabak ve eşek üreticisi destek alamıyor
Salatalık ve salon yok, kapalı alanda sapa kalıyoruz
Mustafa Kemal Atatürk'ün izinde yürüyoruz
Mehmet Akif Ersoy Üniversitesi protokol imzalamıyor
Yaşar Kemal Kültür Merkezi kapalı
Atatürk Caddesi'nde kaldırım bozuk
Cumhuriyet Mahallesi'nde park yok, Konak Mahallesi susuz
İstiklal Caddesi 3 gündür kapalı
Sayın Valimiz söz verdi, Sayın Genel Müdür gelmedi
Müdür bey ve memur hanım bizi dinlemedi, başkan beyle görüşemedik
Müdür Yardımcısı ve İlçe Müdürü değişti
5253 sayılı Dernekler Kanunu'nun 12. maddesi değişmeli
01.01.2024 tarihinde başvurduk, dosya no 2024/1234
Bütçemiz 1.250.000 TL, üye sayımız 12500
5 000 000 000 TL ayrıldı, 2024-2025 döneminde 1500000 TL
Vali Yardımcısı Başkanlığında kurul toplanmadı
Özgür basın, özlem, Duygu sömürüsü, Sevgi evleri yok
We met at ankara and talked at length
www.dernekler.gov.tr açılmıyor
Okul Aile Birliği toplanmıyor, veli katılımı az
""".strip().splitlines()
