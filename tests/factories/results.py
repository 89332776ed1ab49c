"""A survey with a question of each kind, and people who answered it."""

from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from extensions import db
from models.feedback import Wave, WaveLink
from models.forms import Choice, Form, FormPurpose, Question, QuestionKind
from models.sectors import Sector
from models.surveys import Survey
from operations.base.answers import Given, NamedProblem, NoOpinion, PickedOther
from operations.feedback.closing import close_wave
from operations.feedback.taking import GivenAnswers, take_answers
from queries.feedback.waves import questions_of
from tests import factories
from tests.factories.feedback import count

_K = QuestionKind


def survey(**values: Any) -> Survey:
    made = Survey(
        **{
            "slug": f"anket-{uuid4().hex[:8]}",
            "title": "Kamu ile STK iş birliği",
            "title_en": "Cooperation of public bodies and CSOs",
            "province": "76",
            "created_at": factories.NOW,
            **values,
        }
    )
    db.session.add(made)
    db.session.flush()
    return made


def wave(
    about: Survey | None = None,
    *,
    questions: list[Question] | None = None,
    link: WaveLink = WaveLink.PAPER,
    form: Form | None = None,
    **values: Any,
) -> Wave:
    """An open wave of a survey, on paper unless told, so that answers need no rights."""
    about = about or survey()
    form = form or Form(survey=about, purpose=FormPurpose.SURVEY)
    if questions is not None or not form.questions:
        form.questions = questions or every_kind()
        for position, question in enumerate(form.questions, start=1):
            question.position = position
    db.session.add(form)
    db.session.flush()
    for question in form.questions:
        if question.key.startswith("row"):
            question.matrix_id = next(q.id for q in form.questions if q.kind is _K.MATRIX)
    made = Wave(
        form=form,
        link=link,
        opens_at=factories.NOW - timedelta(days=10),
        **{"number": 1, "name": "Bahar 2027", **values},
    )
    db.session.add(made)
    db.session.commit()
    return made


def every_kind() -> list[Question]:
    scale = {"points": 5, "low": "hiç", "high": "çok", "low_en": "not at all", "high_en": "a lot"}
    return [
        Question(key="trust", kind=_K.SCALE, label="Güven", no_opinion=True, **scale),
        Question(key="useful", kind=_K.RATING, label="Yararlılık", label_en="Usefulness"),
        Question(key="both", kind=_K.MATRIX, label="İki taraf", points=5),
        Question(key="row1", kind=_K.SCALE, label="Kamu dinler", **scale),
        Question(key="row2", kind=_K.SCALE, label="STK dinler", **scale),
        Question(key="again", kind=_K.NPS, label="Tavsiye eder misiniz?"),
        Question(
            key="order",
            kind=_K.RANKING,
            label="Önem sırası",
            choices=choices("İzin", "Kaynak", "Yer"),
        ),
        Question(
            key="how",
            kind=_K.SINGLE_CHOICE,
            label="Nasıl duydunuz?",
            choices=choices("E-posta", "Başka", other=True),
        ),
        Question(
            key="which",
            kind=_K.MULTIPLE_CHOICE,
            label="Hangileri?",
            choices=choices("Bir", "İki", "Üç"),
        ),
        Question(key="yes", kind=_K.YES_NO, label="Yine gelir misiniz?"),
        Question(key="words", kind=_K.LONG_TEXT, label="Ne değişmeli?"),
        Question(key="problem", kind=_K.PROBLEM, label="Bir sorun"),
    ]


def choices(*labels: str, other: bool = False) -> list[Choice]:
    """`other`: the last one takes a text."""
    return [
        Choice(position=at, label=label, takes_text=other and at == len(labels))
        for at, label in enumerate(labels, start=1)
    ]


def say(
    of: Wave,
    side: Sector | None = None,
    *,
    province: str | None = None,
    at: datetime | None = None,
    **said: Given,
) -> None:
    """Somebody answers the items named; their answers wait in the box."""
    asked = questions_of(of)
    by_key = {question.key: question.id for question in asked}
    given = {by_key[key]: value for key, value in said.items()}
    take_answers(
        of,
        asked,
        GivenAnswers(given, side=side, province=province),
        right=None,
        nonce=uuid4().hex,
        at=at or factories.NOW,
    )
    db.session.commit()


def everything(of: Wave, number: int) -> dict[str, Any]:
    """An answer to each question, as somebody with this number would give it."""
    ids = {q.key: [choice.id for choice in q.choices] for q in questions_of(of)}
    order, how, which = ids["order"], ids["how"], ids["which"]
    return {
        "trust": NoOpinion.NO_OPINION if number % 7 == 0 else 1 + number % 5,
        "useful": 3 + number % 3,
        "row1": 2 + number % 3,
        "row2": 5 - number % 2,
        "again": 10 - number % 6,
        "order": tuple(order[(number + at) % 3] for at in range(3)),
        "how": PickedOther((how[1],), f"Komşum {number}") if number % 3 == 0 else (how[0],),
        "which": tuple(which[: 1 + number % 3]),
        "yes": number % 4 != 0,
        "words": f"Iğdır’da {number}. öneri: çağrı İlçelerde de yapılsın.",
        "problem": NamedProblem(f"Sorun {number}"),
    }


def answered_wave(
    people: int = 24,
    *,
    closed: bool = True,
    sides: tuple[Sector, ...] = (Sector.PUBLIC, Sector.CSO),
    **values: Any,
) -> Wave:
    """Everybody answered everything, the sectors in turn."""
    made = wave(**values)
    for number in range(people):
        say(made, sides[number % len(sides)], **everything(made, number))
    if closed:
        settle(made)
    return made


def settle(of: Wave, *, sheets: int | None = None) -> None:
    close_wave(of, sheets=sheets, by=None, at=factories.NOW)
    db.session.commit()
    count()
