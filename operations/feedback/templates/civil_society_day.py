from models.events import EventKind
from models.forms import QuestionKind
from operations.feedback.templates.common import (
    BEST,
    CHANGE,
    COOPERATION_PROBLEM,
    EASING_CHOICES,
    LISTENING,
    OBSTACLE_CHOICES,
    ORGANISATION,
    OVERALL,
    RECOMMEND,
    RELEVANCE,
    SESSION_USEFUL,
)
from operations.feedback.templates.pieces import (
    FormTemplate,
    ReadyQuestion,
    Words,
    heading,
    matrix,
    picked,
    ranking,
)

_MEETING = matrix(
    "meeting",
    "Bugünkü karşılaşma için ne dersiniz?",
    "What do you say about today’s meeting?",
    rows=[
        (
            "understood_others",
            Words(
                "Diğer tarafın nasıl çalıştığını daha iyi anladım.",
                "I understand better how the other side works.",
            ),
        ),
        (
            "spoke_openly",
            Words("Sorunlarımızı açıkça söyleyebildik.", "We could speak openly of our problems."),
        ),
        (
            "taken_seriously",
            Words("Söylediklerimiz ciddiye alındı.", "What we said was taken seriously."),
        ),
        (
            "will_stay_in_touch",
            Words(
                "Burada tanıştığım biriyle üç ay içinde görüşeceğim.",
                "I will be in touch with someone I met here within three months.",
            ),
        ),
        (
            "trust_grew",
            Words("Diğer tarafa güvenim arttı.", "I trust the other side more than before."),
        ),
    ],
)
_NEW_CONTACTS = ReadyQuestion(
    item="new_contacts",
    kind=QuestionKind.NUMBER,
    label=Words(
        "Diğer taraftan kaç kişiyle ilk kez tanıştınız?",
        "How many people from the other side did you meet for the first time?",
    ),
    help=Words("Kabaca bir sayı yeter.", "A rough number is enough."),
    maximum=500,
)

CIVIL_SOCIETY_DAY = FormTemplate(
    title=Words("Sivil toplum günü", "Civil society day"),
    about=Words(
        "Günün geneli, oturumlar, iki tarafın karşılaşması ve bundan sonrası.",
        "The day as a whole, its sessions, how both sides met, and what comes next.",
    ),
    fits=frozenset({EventKind.CIVIL_SOCIETY_DAY, EventKind.WORKSHOP, EventKind.MEETING}),
    pages=[
        [
            heading("part_day", "Günün geneli", "The day as a whole"),
            OVERALL,
            RELEVANCE,
            LISTENING,
            ORGANISATION,
        ],
        [heading("part_sessions", "Oturumlar", "The sessions"), SESSION_USEFUL],
        [
            heading(
                "part_meeting",
                "İki tarafın karşılaşması",
                "How both sides met",
                help=Words(
                    "Kamudan katıldıysanız “diğer taraf” STK’lar, STK’dan katıldıysanız kamu "
                    "kurumlarıdır.",
                    "If you came from a public body, the other side is CSOs; if you came from a "
                    "CSO, it is public bodies.",
                ),
            ),
            _MEETING,
            _NEW_CONTACTS,
            picked(
                "obstacle",
                "İş birliğinin önündeki en büyük engel sizce hangisi?",
                "What is the greatest obstacle to cooperation?",
                *OBSTACLE_CHOICES,
            ),
        ],
        [
            heading("part_next", "Bundan sonrası", "What comes next"),
            ranking(
                "easing",
                "İş birliğini en çok hangisi kolaylaştırır? Önem sırasına koyun.",
                "What would make cooperation easier? Put them in order of importance.",
                *EASING_CHOICES,
            ),
            COOPERATION_PROBLEM,
            BEST,
            CHANGE,
            RECOMMEND,
        ],
    ],
)
