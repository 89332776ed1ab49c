from models.events import EventKind
from models.forms import AskedOf
from operations.feedback.templates.common import (
    BEST,
    CHANGE,
    COOPERATION_PROBLEM,
    ORGANISATION,
    OVERALL,
    RECOMMEND,
    RELEVANCE,
)
from operations.feedback.templates.pieces import (
    QUALITY,
    FormTemplate,
    Words,
    heading,
    matrix,
    picked,
    ranking,
    scale,
    text,
)

_PREPARATION = matrix(
    "visit_parts",
    "Ziyaretin şu yönlerini nasıl buldunuz?",
    "How did you find these parts of the visit?",
    ends=QUALITY,
    rows=[
        ("information_before", Words("Yola çıkmadan verilen bilgi", "Information before we left")),
        ("host_briefings", Words("Ev sahibi kurumların anlatımı", "The hosts’ presentations")),
        ("interpreting", Words("Tercüme", "Interpreting")),
        ("time_for_questions", Words("Soru sormaya ayrılan süre", "Time for questions")),
        (
            "exchange_in_delegation",
            Words("Heyet içinde görüş alışverişi", "The exchange within the delegation"),
        ),
    ],
)
_LEARNT = matrix(
    "visit_learnt",
    "Ziyaretten size ne kaldı?",
    "What do you take home from the visit?",
    rows=[
        (
            "law_abroad",
            Words(
                "Ülkenin sivil toplum ve gönüllülük mevzuatını anladım.",
                "I understand the country’s law on civil society and volunteering.",
            ),
        ),
        (
            "practice_abroad",
            Words(
                "Kamu ile STK’ların orada nasıl birlikte çalıştığını gördüm.",
                "I saw how public bodies and CSOs work together there.",
            ),
        ),
        (
            "can_transfer",
            Words(
                "Gördüklerimin bir bölümü kurumumda uygulanabilir.",
                "Some of what I saw can be applied in my institution.",
            ),
        ),
        (
            "met_in_delegation",
            Words(
                "Heyetteki diğer taraflarla bağ kurdum.",
                "I made connections with other sectors in the delegation.",
            ),
        ),
    ],
)

STUDY_VISIT = FormTemplate(
    title=Words("Çalışma ziyareti", "Study visit"),
    about=Words(
        "Hazırlık, tek tek ziyaretler ve dönüşte kurumda uygulanacaklar.",
        "The preparation, each visit, and what will be applied back home.",
    ),
    fits=frozenset({EventKind.STUDY_VISIT}),
    pages=[
        [
            heading("part_visit", "Ziyaretin geneli", "The visit as a whole"),
            OVERALL,
            RELEVANCE,
            ORGANISATION,
            _PREPARATION,
        ],
        [
            heading("part_stops", "Ziyaret edilen kurumlar", "The institutions visited"),
            scale(
                "stop_useful",
                "Bu ziyaret işiniz için ne kadar yararlıydı?",
                "How useful was this visit for your work?",
                of=AskedOf.SESSION,
            ),
        ],
        [
            heading("part_home", "Dönüşte", "Back home"),
            _LEARNT,
            text(
                "visit_first_step",
                "Gördüklerinizden hangisini ilk olarak uygulayacaksınız?",
                "Which of the things you saw will you apply first?",
            ),
            picked(
                "support_needed",
                "Bunun için neye ihtiyacınız var?",
                "What do you need for that?",
                Words("Yöneticilerimin desteği", "The support of my superiors"),
                Words("Mevzuatta değişiklik", "A change of the rules"),
                Words("Bütçe", "Money"),
                Words("Eğitim", "Training"),
                Words("Ev sahibi kurumla bağlantı", "A connection to the host institution"),
                several=True,
            ),
            ranking(
                "worth_bringing",
                "Ülkemizde önce hangisi denenmeli? Önem sırasına koyun.",
                "What should our country try first? Put them in order of importance.",
                Words("Ortak danışma kurulları", "Joint advisory boards"),
                Words("STK’lara düzenli mali destek", "Regular funding for CSOs"),
                Words("Gönüllülük merkezleri", "Volunteering centres"),
                Words("Kamu hizmetlerinin STK’larla verilmesi", "Public services run with CSOs"),
            ),
        ],
        [
            heading("part_end", "Son olarak", "Finally"),
            COOPERATION_PROBLEM,
            BEST,
            CHANGE,
            RECOMMEND,
        ],
    ],
)
