from models.events import EventKind
from operations.feedback.templates.common import (
    BEST,
    CHANGE,
    COOPERATION_PROBLEM,
    EASING_CHOICES,
    LISTENING,
    ORGANISATION,
    OVERALL,
    RECOMMEND,
    RELEVANCE,
    SESSION_USEFUL,
    SPEAKER_CLEAR,
)
from operations.feedback.templates.pieces import (
    QUALITY,
    FormTemplate,
    Words,
    heading,
    matrix,
    picked,
    ranking,
)

_PARTS = matrix(
    "organisation_parts",
    "Şunları nasıl buldunuz?",
    "How did you find these?",
    ends=QUALITY,
    rows=[
        ("registration", Words("Kayıt ve giriş", "Registration and check-in")),
        ("room_and_sound", Words("Salon ve ses düzeni", "The room and the sound")),
        ("interpreting", Words("Tercüme", "Interpreting")),
        ("breaks", Words("Aralar ve ikram", "Breaks and refreshments")),
        ("keeping_time", Words("Program akışına uyulması", "Keeping to the agenda")),
    ],
)

CONFERENCE = FormTemplate(
    title=Words("Konferans", "Conference"),
    about=Words(
        "Konferansın geneli, oturumlar, konuşmacılar ve düzen.",
        "The conference as a whole, sessions, speakers and organisation.",
    ),
    fits=frozenset({EventKind.CONFERENCE}),
    pages=[
        [
            heading("part_conference", "Konferansın geneli", "The conference as a whole"),
            OVERALL,
            RELEVANCE,
            LISTENING,
            ORGANISATION,
        ],
        [
            heading("part_sessions", "Oturumlar ve konuşmacılar", "Sessions and speakers"),
            SESSION_USEFUL,
            SPEAKER_CLEAR,
        ],
        [
            heading("part_organisation", "Düzen", "Organisation"),
            _PARTS,
            picked(
                "takes_home",
                "Konferanstan yanınızda ne götürüyorsunuz?",
                "What do you take home from the conference?",
                Words("Yeni bilgi", "New knowledge"),
                Words("Yeni tanışıklıklar", "New contacts"),
                Words("Kurumumda deneyeceğim bir fikir", "An idea to try in my institution"),
                Words("Ortak bir proje önerisi", "A proposal for a joint project"),
                several=True,
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
