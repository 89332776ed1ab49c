"""What the pages of the events say, in both languages."""

from models.events import EventKind

_K = EventKind

DESCRIPTIONS: dict[EventKind, tuple[str, str]] = {
    _K.CIVIL_SOCIETY_DAY: (
        """Kamu kurumları ile sivil toplum kuruluşları bir gün boyunca aynı salonda buluşuyor.

Öğleden önce **proje yazma, kaynak geliştirme ve derneklerin yükümlülükleri** üzerine kısa oturumlar var. Öğleden sonra karma masalarda iki taraf birbirine sorunlarını anlatıyor; yazılanlar sorun listesinde toplanıyor.

- Katılım ücretsizdir; öğle yemeği verilir.
- Salon tekerlekli sandalye ile girişe uygundur.
- Kapıda biletinizdeki karekodu göstermeniz yeterlidir.
""",
        """Public institutions and civil society organisations spend a day in the same room.

The morning has short sessions on **writing projects, raising funds and the duties of associations**. In the afternoon, at mixed tables, both sides tell each other their problems; what is written down is gathered in a list of problems.

- Taking part is free of charge; lunch is served.
- The hall can be entered with a wheelchair.
- At the door, showing the QR code on your ticket is enough.
""",
    ),
    _K.TRAINING: (
        """Kamu görevlileri için iki günlük eğitim: sivil toplum nedir, mevzuat ne der, birlikte nasıl çalışılır?

Eğitimi, projenin eğitimci havuzundan iki uzman verir. Her oturumda uygulama vardır; **iki güne de katılanlara katılım belgesi verilir.**
""",
        """A two-day training for public officials: what is civil society, what does the law say, how do we work together?

Two experts of the programme's pool of trainers lead it. Every session has exercises; **those who attend both days receive a certificate.**
""",
    ),
    _K.STUDY_VISIT: (
        """Kamu, sivil toplum, akademi ve özel sektörden bir heyet, kamu–STK iş birliğinin ve gönüllülüğün nasıl düzenlendiğini yerinde görüyor.

Başvurular değerlendirilir; heyet **sektörler arasında dengeli** kurulur. Yol, konaklama ve çeviri proje tarafından karşılanır.
""",
        """A delegation from the public sector, civil society, universities and business sees on the spot how cooperation and volunteering are organised.

Applications are assessed, and the delegation is **balanced between sectors**. The programme pays for travel, accommodation and interpretation.
""",
    ),
    _K.FOCUS_GROUP: (
        """İhtiyaç analizinin odak grup görüşmesi. Yirmi kadar katılımcı, kamu kurumları ile STK'ların birbirini nasıl gördüğünü konuşuyor. **Söylenenler kişilerle ilişkilendirilmeden raporlanır.**
""",
        """A focus group of the needs analysis. Some twenty people talk about how public bodies and CSOs see each other. **What is said is reported without names.**
""",
    ),
    _K.CAPACITY_BUILDING: (
        """Dernek ve vakıf yöneticileri için uygulamalı yarım gün: **beyanname verme ve proje hazırlama**. Kendi örneklerinizi getirin, birlikte dolduralım.
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
        """Projenin iki yılı, rakamları ve yol haritaları; ardından **“Kamu-STK İş Birliğinin Bugünü ve Yarını”** paneli.
""",
        """The two years of the programme, its figures and its road maps; then the panel **“Public–CSO cooperation today and tomorrow”**.
""",
    ),
    _K.MEETING: (
        """İl koordinatörlerinin aylık değerlendirme toplantısı. Gündem: yaklaşan etkinlikler, sorun listeleri, yol haritalarındaki ilerleme.
""",
        """The monthly meeting of the provincial coordinators. Agenda: coming events, lists of problems, progress of the road maps.
""",
    ),
}
