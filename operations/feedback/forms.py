from extensions import db
from models.events import Event
from models.forms import Form, FormPurpose, Question, QuestionKind

_RATING, _LONG, _PROBLEM = QuestionKind.RATING, QuestionKind.LONG_TEXT, QuestionKind.PROBLEM

# kind, label, label_en, required
_STANDARD = [
    (
        _RATING,
        "Etkinlik sizin için genel olarak ne kadar yararlıydı?",
        "How useful was the event as a whole?",
        True,
    ),
    (
        _RATING,
        "Konular yaptığınız işle ne kadar ilgiliydi?",
        "How relevant were the topics to your work?",
        False,
    ),
    (
        _RATING,
        "Kamu kurumları ile STK'lar birbirini ne kadar dinledi?",
        "How well did public bodies and CSOs listen to each other?",
        False,
    ),
    (
        _RATING,
        "Yerden, süreden ve düzenden ne kadar memnun kaldınız?",
        "How satisfied were you with the venue, the timing and the organisation?",
        False,
    ),
    (_LONG, "En çok neyden yararlandınız?", "What helped you most?", False),
    (_LONG, "Neyi farklı yapmalıydık?", "What should we have done differently?", False),
    (
        _PROBLEM,
        "Çalıştayda hangi sorun ele alınsın?",
        "Which problem should the workshop take up?",
        False,
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
        )
        for position, (kind, tr, en, required) in enumerate(_STANDARD, start=1)
    ]
    db.session.add(form)
    return form
