"""What the pages of the events say, in both languages."""

from models.events import EventKind

_K = EventKind

DESCRIPTIONS: dict[EventKind, tuple[str, str]] = {
    _K.CIVIL_SOCIETY_DAY: (
        """Kamu kurumları ile sivil toplum kuruluşları bir gün boyunca aynı salonda buluşur.

Kısa oturumlarda **proje yazma, kaynak geliştirme ve derneklerin yükümlülükleri** ele alınır. Günün sonunda iki taraf karma masalarda birbirine sorunlarını anlatır; yazılanlar sorun listesinde toplanır.

- Katılım ücretsizdir; öğle yemeği ikram edilir.
- Salona tekerlekli sandalyeyle girilebilir.
- Girişte biletinizdeki karekodu göstermeniz yeterlidir.
""",
        """Public institutions and civil society organisations spend a day in the same room.

Short sessions deal with **writing projects, raising funds and the duties of associations**. At the end of the day, at mixed tables, both sides tell each other their problems; what is written down is gathered in a list of problems.

- Taking part is free of charge; lunch is served.
- The hall is accessible to wheelchairs.
- At the entrance, just show the QR code on your ticket.
""",
    ),
    _K.TRAINING: (
        """Kamu görevlileri için iki günlük eğitim: sivil toplum nedir, mevzuat ne der, birlikte nasıl çalışılır?

Eğitimi, programın eğitimci havuzundaki uzmanlar verir. Her oturumda uygulama yapılır; **iki güne de katılanlara katılım belgesi verilir.**
""",
        """A two-day training for public officials: what is civil society, what does the law say, how do we work together?

Experts from the programme’s pool of trainers lead it. Every session has exercises; **those who attend both days receive a certificate.**
""",
    ),
    _K.STUDY_VISIT: (
        """Kamu, sivil toplum, üniversite ve özel sektör temsilcilerinden oluşan bir heyet, kamu-STK iş birliğinin ve gönüllülüğün nasıl düzenlendiğini yerinde görür.

Başvurular değerlendirilir; heyette **bütün taraflar dengeli biçimde temsil edilir.** Yol, konaklama ve çeviri giderlerini program karşılar.
""",
        """A delegation from the public sector, civil society, universities and business sees on the spot how cooperation between the two sides and volunteering are organised.

Applications are assessed, and the delegation is **balanced between all sides**. The programme pays for travel, accommodation and interpretation.
""",
    ),
    _K.FOCUS_GROUP: (
        """İhtiyaç analizi kapsamında bir odak grup görüşmesi. Yirmi kadar katılımcı, kamu kurumları ile STK’ların birbirini nasıl gördüğünü konuşur. **Söylenenler kişilerle ilişkilendirilmeden raporlanır.**
""",
        """A focus group of the needs analysis. Some twenty people talk about how public bodies and CSOs see each other. **What is said is reported without names.**
""",
    ),
    _K.CAPACITY_BUILDING: (
        """Dernek ve vakıf yöneticileri için yarım günlük uygulamalı çalışma: **beyanname verme ve proje hazırlama**. Kendi örneklerinizi getirin, birlikte dolduralım.
""",
        """A practical half day for those who run associations and foundations: **declarations and project proposals**. Bring your own examples and we fill them in together.
""",
    ),
    _K.WORKSHOP: (
        """Sivil toplum günlerinde toplanan sorunlardan yola çıkan çalıştay. Masalar karmadır: her masada en az bir kamu görevlisi ve bir STK temsilcisi bulunur. Gün sonunda **öncelikli üç sorun** seçilir.
""",
        """A workshop that starts from the problems gathered on the civil society days. Tables are mixed: at least one public official and one person from a CSO at each. At the end of the day **three problems** are chosen to go first.
""",
    ),
    _K.CONFERENCE: (
        """Programın iki yılı, sonuçları ve yol haritaları; ardından **“Kamu-STK İş Birliğinin Bugünü ve Yarını”** paneli.
""",
        """The two years of the programme, its figures and its road maps; then the panel **“Public–CSO cooperation today and tomorrow”**.
""",
    ),
    _K.MEETING: (
        """İl koordinatörlerinin aylık değerlendirme toplantısı. Gündem: yaklaşan etkinlikler, sorun listeleri ve yol haritalarındaki ilerleme.
""",
        """The monthly meeting of the provincial coordinators. Agenda: coming events, lists of problems and the progress of the road maps.
""",
    ),
}
