"""Questions that many forms ask in the same words, so that events can be compared."""

from models.forms import AskedOf, QuestionKind
from operations.feedback.templates.pieces import (
    ReadyQuestion,
    Words,
    problem,
    rating,
    scale,
    text,
)

OVERALL = rating(
    "overall",
    "Etkinlik sizin için genel olarak ne kadar yararlıydı?",
    "How useful was the event as a whole?",
    required=True,
)
RELEVANCE = rating(
    "relevance",
    "Konular yaptığınız işle ne kadar ilgiliydi?",
    "How relevant were the topics to your work?",
)
LISTENING = rating(
    "listening",
    "Kamu kurumları ile STK’lar birbirini ne kadar dinledi?",
    "How well did public bodies and CSOs listen to each other?",
)
ORGANISATION = rating(
    "organisation",
    "Yerden, süreden ve düzenden ne kadar memnun kaldınız?",
    "How satisfied were you with the venue, the timing and the organisation?",
)
BEST = text("best", "En çok neyden yararlandınız?", "What helped you most?")
CHANGE = text("change", "Neyi farklı yapmalıydık?", "What should we have done differently?")
PROBLEM = problem(
    "problem",
    "Çalıştayda hangi sorun ele alınsın?",
    "Which problem should the workshop take up?",
)
STANDARD = (OVERALL, RELEVANCE, LISTENING, ORGANISATION, BEST, CHANGE, PROBLEM)
"""What an event asks unless its organisers choose another form."""

COOPERATION_PROBLEM = problem(
    "problem",
    "Kamu kurumları ile STK’ların iş birliğinde hangi sorun önce çözülmeli?",
    "Which problem in the cooperation of public bodies and CSOs should be solved first?",
)
RECOMMEND = ReadyQuestion(
    item="recommend",
    kind=QuestionKind.NPS,
    label=Words(
        "Böyle bir etkinliği bir meslektaşınıza önerme olasılığınız nedir?",
        "How likely are you to recommend an event like this to a colleague?",
    ),
)
SESSION_USEFUL = scale(
    "session_useful",
    "Bu oturum işiniz için ne kadar yararlıydı?",
    "How useful was this session for your work?",
    of=AskedOf.SESSION,
)
SPEAKER_CLEAR = scale(
    "speaker_clear",
    "Konuyu ne kadar anlaşılır anlattı?",
    "How clearly was the topic explained?",
    of=AskedOf.SPEAKER,
)
OBSTACLE_CHOICES = (
    Words("Birbirimizi yeterince tanımıyoruz", "We do not know each other well enough"),
    Words("Kime başvuracağımızı bilmiyoruz", "We do not know whom to turn to"),
    Words("Mevzuat ve işlemler zor", "Rules and procedures are difficult"),
    Words("Zaman ve personel yetmiyor", "There is too little time and staff"),
    Words("Bütçe yetmiyor", "There is too little money"),
    Words("Karşılıklı güven az", "There is little trust on both sides"),
)
EASING_CHOICES = (
    Words("Düzenli ortak toplantılar", "Regular joint meetings"),
    Words("Birlikte alınan eğitimler", "Training taken together"),
    Words("Her kurumda bir ilgili kişi", "A contact person in every institution"),
    Words("Ortak projeler", "Joint projects"),
    Words("Bilgi ve belgelere kolay erişim", "Easy access to information and documents"),
)
