"""The survey of the demonstration: how public officials see CSOs, before and after the programme."""

from collections.abc import Iterator
from datetime import UTC, datetime
from random import Random
from typing import Any

import sqlalchemy as sa

from extensions import db
from models.boxes import BoxedResponse, BoxedStatement
from models.feedback import Wave, WaveLink
from models.forms import Choice, Form, FormPurpose, Question, QuestionKind
from models.sectors import Sector
from models.surveys import Survey
from models.users import User
from operations.feedback.closing import close_wave, count_answers

_K = QuestionKind
_AGREE = {
    "points": 5,
    "low": "Hiç katılmıyorum",
    "low_en": "I do not agree at all",
    "high": "Tamamen katılıyorum",
    "high_en": "I agree fully",
    "no_opinion": True,
}
_STATED = [
    ("trust", "STK’lara güveniyorum.", "I trust CSOs."),
    ("partner", "STK’lar kurumum için iyi bir ortaktır.", "CSOs are good partners for us."),
    ("rules", "İlgili mevzuatı yeterince biliyorum.", "I know the law well enough."),
    ("reach", "Bir STK’ya nasıl ulaşacağımı bilirim.", "I know how to reach a CSO."),
]
_CHANNELS = [
    ("Resmî yazışma", "Official letters"),
    ("Toplantı", "Meetings"),
    ("Telefon", "Phone"),
    ("Ortak proje", "Joint projects"),
]
_PROVINCES = ("06", "34", "35", "19", "27", "61")
_SECTORS = {Sector.PUBLIC: 0.82, Sector.ACADEMIA: 0.1, Sector.OTHER: 0.08}
_PROBLEMS = [
    "STK’ların hangi konuda çalıştığını bir arada gösteren bir kaynak yok.",
    "Ortak projelerde yazışmalar çok uzun sürüyor.",
    "Mevzuat değişince STK’larla aynı anda haberdar olmuyoruz.",
    "İl düzeyinde düzenli bir görüşme takvimi yok.",
]


def ask_how_csos_are_seen(*, by: User, chance: Random) -> None:
    """Two closed waves: about 200 officials before the programme, about 300 after it."""
    survey = Survey(
        slug="kamu-gorevlilerinin-stk-algisi",
        title="Kamu görevlilerinin STK algısı",
        title_en="How public officials see CSOs",
        description="Programın etkisini görmek için program öncesinde ve sonrasında sorulur.",
        description_en="Asked before and after the programme, to see what it changed.",
        created_at=datetime(2018, 1, 8, 9, tzinfo=UTC),
        created_by_id=by.id,
        published_at=datetime(2019, 7, 1, 9, tzinfo=UTC),
    )
    form = Form(survey=survey, purpose=FormPurpose.SURVEY)
    form.questions = list(_questions())
    db.session.add(form)
    db.session.flush()
    for matrix in (question for question in form.questions if question.kind is _K.MATRIX):
        for row in form.questions:
            if row.kind is _K.SCALE:
                row.matrix_id = matrix.id
    before = _wave(form, 1, "Program öncesi", datetime(2018, 1, 15, 9, tzinfo=UTC), invited=260)
    after = _wave(form, 2, "Program sonrası", datetime(2019, 5, 20, 9, tzinfo=UTC), invited=390)
    _answer(before, form, people=204, mood=2.9, chance=chance)
    _answer(after, form, people=307, mood=3.6, chance=chance)


def _questions() -> Iterator[Question]:
    asked: list[dict[str, Any]] = [
        {
            "key": "views",
            "kind": _K.MATRIX,
            "label": "Aşağıdaki ifadelere ne kadar katılıyorsunuz?",
            "label_en": "How far do you agree with these statements?",
            **_AGREE,
        },
        *(
            {"key": key, "kind": _K.SCALE, "label": tr, "label_en": en, **_AGREE}
            for key, tr, en in _STATED
        ),
        {
            "key": "recommend",
            "kind": _K.NPS,
            "label": "Bir meslektaşınıza STK’larla ortak çalışmayı önerir misiniz?",
            "label_en": "Would you recommend working with CSOs to a colleague?",
        },
        {
            "key": "channels",
            "kind": _K.RANKING,
            "label": "STK’larla en verimli çalışma yolu hangisi? En iyisinden başlayarak sıralayın.",
            "label_en": "Which way of working with CSOs is best? Put the best first.",
            "choices": [
                Choice(position=n, label=tr, label_en=en)
                for n, (tr, en) in enumerate(_CHANNELS, start=1)
            ],
        },
        {
            "key": "problem",
            "kind": _K.PROBLEM,
            "label": "Birlikte çözmemiz gereken bir sorun var mı?",
            "label_en": "Is there a problem that we should solve together?",
        },
    ]
    for position, values in enumerate(asked, start=1):
        yield Question(position=position, **values)


def _wave(form: Form, number: int, name: str, opens_at: datetime, *, invited: int) -> Wave:
    wave = Wave(
        form=form,
        number=number,
        name=name,
        link=WaveLink.PERSONAL,
        baseline=number == 1,
        opens_at=opens_at,
        closes_at=opens_at.replace(day=28),
        invited=invited,
    )
    db.session.add(wave)
    db.session.flush()
    return wave


def _answer(wave: Wave, form: Form, *, people: int, mood: float, chance: Random) -> None:
    boxed, named = [], []
    for _person in range(people):
        side = chance.choices(list(_SECTORS), weights=list(_SECTORS.values()))[0]
        rows = [row for q in form.questions for row in _rows(q, mood, chance)]
        if chance.random() < 0.15:
            problem = next(q for q in form.questions if q.kind is _K.PROBLEM)
            rows.append({"question_id": problem.id, "subject_id": 0, "nth": 0})
            named.append({"wave_id": wave.id, "side": side, "text": chance.choice(_PROBLEMS)})
        boxed.append(
            {
                "wave_id": wave.id,
                "side": side,
                "province": chance.choice(_PROVINCES),
                "answers": rows,
            }
        )
    db.session.execute(sa.insert(BoxedResponse), boxed)
    db.session.execute(sa.insert(BoxedStatement), named)
    closes_at = wave.closes_at or wave.opens_at
    close_wave(wave, by=None, at=closes_at)
    for _moved in count_answers(at=closes_at):
        db.session.flush()


def _rows(question: Question, mood: float, chance: Random) -> list[dict[str, Any]]:
    row: dict[str, Any] = {"question_id": question.id, "subject_id": 0, "nth": 0}
    if question.kind is _K.SCALE:
        if chance.random() < 0.04:
            return [row]  # no opinion
        return [{**row, "number": max(1, min(5, round(chance.gauss(mood, 0.9))))}]
    if question.kind is _K.NPS:
        return [{**row, "number": max(0, min(10, round(chance.gauss(2.1 * mood, 2.2))))}]
    if question.kind is _K.RANKING:
        order = sorted(question.choices, key=lambda c: c.position + chance.gauss(0, 1.5))
        return [{**row, "nth": nth, "choice_id": c.id} for nth, c in enumerate(order)]
    return []
