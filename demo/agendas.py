"""The agenda of an event of each kind."""

from demo.plan import Item
from models.events import EventKind

_K = EventKind
_DAY = 24 * 60

CIVIL_SOCIETY_DAY = [
    Item(0, 30, "Kayıt ve karşılama", "Registration and welcome", "Fuaye"),
    Item(
        30,
        45,
        "Açılış konuşmaları",
        "Opening speeches",
        "Büyük salon",
        2,
        "İl Sivil Toplumla İlişkiler Müdürlüğü",
    ),
    Item(
        90,
        75,
        "Proje yazma ve kaynak geliştirme",
        "Writing projects and raising funds",
        "Büyük salon",
        1,
        "Eğitimci havuzu",
    ),
    Item(
        240,
        60,
        "Derneklerin yükümlülükleri ve beyanname",
        "Duties of associations and declarations",
        "Büyük salon",
        1,
        "Eğitimci havuzu",
    ),
    Item(
        315,
        105,
        "Çalıştay: kamu ve STK’lar birbirini dinliyor",
        "Workshop: public bodies and CSOs listen to each other",
        "Karma masalar",
        1,
        "Kolaylaştırıcı",
    ),
    Item(420, 30, "Sonuçlar ve kapanış", "Results and closing", "Büyük salon"),
]

TRAINING = [
    Item(
        0,
        90,
        "Sivil toplum nedir? Kavramlar ve sayılar",
        "What is civil society? Terms and figures",
        "Eğitim salonu",
        1,
        "Eğitimci havuzu",
    ),
    Item(
        105,
        90,
        "Dernekler ve vakıflar mevzuatı",
        "The law of associations and foundations",
        "Eğitim salonu",
        1,
        "Eğitimci havuzu",
    ),
    Item(
        270,
        120,
        "Uygulama: bir başvurunun yolculuğu",
        "Exercise: the journey of an application",
        "Eğitim salonu",
        1,
        "Eğitimci havuzu",
    ),
    Item(
        _DAY,
        120,
        "İletişim ve birlikte çalışma",
        "Communication and working together",
        "Eğitim salonu",
        1,
        "Eğitimci havuzu",
    ),
    Item(
        _DAY + 150,
        120,
        "İl için eylem planı taslağı",
        "A draft of actions for the province",
        "Eğitim salonu",
        2,
        "Eğitimci havuzu",
    ),
]

STUDY_VISIT = [
    Item(
        0,
        180,
        "Bakanlıkta bilgilendirme: sivil toplum mevzuatı",
        "Briefing at the ministry: the law of civil society",
    ),
    Item(
        _DAY,
        180,
        "Çatı kuruluşu ziyareti: kamu-STK diyaloğu",
        "Visit to the umbrella organisation: dialogue between both sides",
    ),
    Item(2 * _DAY, 180, "Gönüllü merkezi ve belediye", "Volunteer centre and municipality"),
    Item(3 * _DAY, 120, "Heyetin değerlendirme toplantısı", "The delegation takes stock"),
]

FOCUS_GROUP = [
    Item(0, 20, "Tanışma ve kurallar", "Introductions and rules", "Toplantı odası"),
    Item(20, 100, "Görüşme", "Discussion", "Toplantı odası", 1, "Araştırma ekibi"),
]

CAPACITY_BUILDING = [
    Item(
        0,
        100,
        "Beyanname: adım adım",
        "The declaration, step by step",
        "Derslik",
        1,
        "Eğitimci havuzu",
    ),
    Item(120, 100, "Proje hazırlama", "Preparing a project", "Derslik", 1, "Eğitimci havuzu"),
]

WORKSHOP = [
    Item(
        0,
        30,
        "Sorun listesine bakış",
        "A look at the list of problems",
        "Karma masalar",
        1,
        "Kolaylaştırıcı",
    ),
    Item(30, 120, "Masalarda çalışma", "Work at the tables", "Karma masalar"),
    Item(165, 60, "Öncelikler", "Priorities", "Büyük salon", 1, "Kolaylaştırıcı"),
]

MEETING = [Item(0, 120, "Gündem", "Agenda", "Toplantı odası")]

CLOSING_CONFERENCE = [
    Item(0, 60, "Kayıt", "Registration", "Fuaye"),
    Item(
        60, 60, "Açılış konuşmaları", "Opening speeches", "Balo salonu", 3, "Proje ortağı kurumlar"
    ),
    Item(120, 20, "Müzik dinletisi", "Musical performance", "Balo salonu"),
    Item(140, 15, "Kamu spotu gösterimi", "Showing of the public film", "Balo salonu"),
    Item(
        175,
        100,
        "Panel: Kamu-STK İş Birliğinin Bugünü ve Yarını",
        "Panel: Public–CSO cooperation today and tomorrow",
        "Balo salonu",
        4,
        "Panelist",
    ),
    Item(275, 75, "Kapanış ve öğle yemeği", "Closing and lunch", "Restoran"),
]

AGENDAS = {
    _K.CIVIL_SOCIETY_DAY: CIVIL_SOCIETY_DAY,
    _K.TRAINING: TRAINING,
    _K.STUDY_VISIT: STUDY_VISIT,
    _K.FOCUS_GROUP: FOCUS_GROUP,
    _K.CAPACITY_BUILDING: CAPACITY_BUILDING,
    _K.WORKSHOP: WORKSHOP,
    _K.MEETING: MEETING,
    _K.CONFERENCE: CLOSING_CONFERENCE,
}
