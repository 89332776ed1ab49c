from extensions import db
from models.events import Event
from models.forms import Form, FormPurpose, Question, QuestionKind

_RATING, _LONG = QuestionKind.RATING, QuestionKind.LONG_TEXT

# kind, label, label_en, required, feeds_problem_list
_STANDARD = [
    (
        _RATING,
        "Etkinlik sizin için genel olarak ne kadar yararlıydı?",
        "How useful was the event as a whole?",
        True,
        False,
    ),
    (
        _RATING,
        "Konular yaptığınız işle ne kadar ilgiliydi?",
        "How relevant were the topics to your work?",
        False,
        False,
    ),
    (
        _RATING,
        "Kamu kurumları ile STK'lar birbirini ne kadar dinledi?",
        "How well did public bodies and CSOs listen to each other?",
        False,
        False,
    ),
    (
        _RATING,
        "Yerden, süreden ve düzenden ne kadar memnun kaldınız?",
        "How satisfied were you with the venue, the timing and the organisation?",
        False,
        False,
    ),
    (_LONG, "En çok neyden yararlandınız?", "What helped you most?", False, False),
    (_LONG, "Neyi farklı yapmalıydık?", "What should we have done differently?", False, False),
    (
        _LONG,
        "Çalıştayda hangi sorun ele alınsın?",
        "Which problem should the workshop take up?",
        False,
        True,
    ),
]


def add_feedback_form(event: Event) -> Form:
    """Add the standard form: ratings from 1 to 5, two free texts, and the question for the
    workshop."""
    form = Form(event=event, purpose=FormPurpose.FEEDBACK)
    form.questions = [
        Question(
            position=position,
            kind=kind,
            label=tr,
            label_en=en,
            required=required,
            feeds_problem_list=feeds,
        )
        for position, (kind, tr, en, required, feeds) in enumerate(_STANDARD, start=1)
    ]
    db.session.add(form)
    return form
