"""Common Turkish names, combined by chance: nobody in the demonstration exists."""

from random import Random


def _words(text: str) -> list[str]:
    return text.split()


GIVEN_NAMES = _words(
    "Abdullah Ahmet Ali Alper Arda Aslı Asuman Ayhan Aylin Ayşe Ayşegül Aytaç Bahar Banu Barış "
    "Başak Berk Berna Betül Bora Burak Burcu Büşra Canan Cem Cemile Ceren Cihan Çağla Çağrı Çetin "
    "Çiğdem Defne Demet Deniz Derya Dilek Doğan Duygu Ebru Ece Eda Elif Emel Emine Emrah Emre "
    "Engin Erdem Eren Esra Faruk Fatih Fatma Ferhat Feyza Figen Funda Gamze Gizem Gökhan Gökçe "
    "Gül Gülay Gülşen Gürkan Hakan Halil Halime Handan Hasan Hatice Hilal Hülya Hüseyin Ilgaz "
    "Ilgın Irmak Işıl Işık İbrahim İlker İlknur İnci İpek İrem İsmail Kaan Kadir Kemal Kerem Kübra "
    "Lale Levent Mehmet Melek Melih Melike Meltem Meral Mert Meryem Mine Murat Mustafa Münevver "
    "Nalan Nazlı Necla Neslihan Nihat Nilgün Nuray Nurcan Nurten Okan Onur Orhan Osman Oya Ozan "
    "Ömer Önder Özge Özgür Özlem Pelin Pınar Ramazan Recep Reyhan Rukiye Rüya Salih Sedat Seda "
    "Selçuk Selin Selma Serap Serdar Serkan Sevda Sevgi Sevim Seyhan Sibel Sinan Songül Suat Sultan "
    "Süleyman Şebnem Şeyma Şule Şükrü Tahsin Tarık Tolga Tuba Tuğba Tuncay Turgut Tülay Ufuk Uğur "
    "Umut Ümit Ünal Volkan Yasemin Yasin Yavuz Yeliz Yıldız Yusuf Zehra Zeki Zerrin Zeynep Zuhal"
)

FAMILY_NAMES = _words(
    "Acar Ağaoğlu Akbaş Akbulut Akça Akgün Akın Akkaya Aksoy Aktaş Akyıldız Altıntaş Altun Arı "
    "Arıkan Arslan Aslan Ateş Avcı Aydemir Aydın Aydoğan Ayhan Balcı Baran Başaran Bayrak Bayram "
    "Bilgin Bilici Boz Bozkurt Bulut Can Candan Ceylan Coşkun Çağlar Çakır Çalışkan Çelik Çetin "
    "Çetinkaya Çınar Çiftçi Çoban Dağ Demir Demirbaş Demirci Demirel Deniz Dinç Doğan Doğru Duman "
    "Duran Durmaz Dursun Ekinci Elmas Er Erdem Erdoğdu Ergin Ergün Erkan Eroğlu Ersoy Ertaş Esen "
    "Eser Genç Gök Gökçe Göksu Güçlü Güler Gültekin Gümüş Günay Gündoğdu Güneş Güngör Gürbüz Gürsoy "
    "Güven Ilıca Irmak Işık İlhan İnan İnce İpek Kahraman Kalkan Kandemir Kaplan Kara Karaca "
    "Karadağ Karahan Karakaya Karakuş Karataş Kartal Kaya Keskin Kılıç Kılınç Kır Kızılırmak Koca "
    "Koçak Korkmaz Köse Kurt Kurtuluş Kuş Küçük Mutlu Narin Oğuz Okur Oral Orhan Ök Önal Öner Özbek "
    "Özcan Özçelik Özdemir Özen Özer Özgür Özkan Öztürk Parlak Pehlivan Pınar Polat Sağlam Sarı "
    "Sarıkaya Savaş Sevinç Sezer Sönmez Soylu Şahin Şanlı Şen Şener Şimşek Taş Tekin Temel Toprak "
    "Topçu Tosun Tuna Tunç Turan Türkmen Uçar Uğur Ulusoy Uysal Uzun Ünal Ünlü Ünver Vural Yalçın "
    "Yaman Yavaş Yıldırım Yıldız Yılmaz Yiğit Yurt Yüce Yüksel Zengin"
)


def invented_name(chance: Random) -> tuple[str, str]:
    """A given name and a family name; one person in twelve has two given names."""
    given = chance.choice(GIVEN_NAMES)
    if chance.random() < 1 / 12:
        second = chance.choice(GIVEN_NAMES)
        given = given if second == given else f"{given} {second}"
    return given, chance.choice(FAMILY_NAMES)


def invented_full_name(chance: Random) -> str:
    return " ".join(invented_name(chance))
