"""Answers to the feedback form, and the problem lists made of them."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta
from random import Random
from typing import Any

import sqlalchemy as sa

from demo.plan import Planned
from demo.statements import Said, all_statements, title_of
from extensions import db
from models.base import random_id
from models.boxes import BoxedResponse, BoxedStatement
from models.events import Event
from models.feedback import FeedbackInvitation, Right, Wave
from models.forms import Question, QuestionKind
from models.problems import Problem
from models.registrations import Registration
from models.scopes import Scope
from models.sectors import Sector
from models.statements import Statement, StatementState
from operations.feedback.closing import close_wave, count_answers
from operations.feedback.inviting import feedback_wave
from operations.problems.lists import list_of
from queries.feedback.waves import questions_of

_HELPED = [
    "Karma masalarda karşı tarafı ilk kez dinledim.",
    "Beyannameyi birlikte doldurmak çok işime yaradı.",
    "Hangi kurumda kiminle görüşeceğimi öğrendim.",
    "Proje yazma oturumundaki örnekler.",
    "Diğer derneklerle tanışmak.",
    "Mevzuat değişikliklerinin sade bir dille anlatılması.",
    "Eğitimcilerin sahadan örnekler vermesi.",
    "İl müdürlüğündeki arkadaşlarla yüz yüze konuşabilmek.",
]
_DIFFERENTLY = [
    "Soru-cevap için daha çok zaman olmalıydı.",
    "Salon kalabalıktı, masalar arası ses karıştı.",
    "Sunumlar önceden gönderilebilirdi.",
    "İlçelerden gelenler için ulaşım düşünülmeli.",
    "İşaret dili çevirisi olsaydı üyelerimiz de gelirdi.",
    "Öğleden sonraki oturumlar biraz uzundu.",
    "Bir sonraki adımın tarihi de söylenmeliydi.",
]
_SAY_SIDE, _NAME_A_PROBLEM = 0.85, 0.6


def give_feedback(
    event: Event, planned: Planned, attendees: list[Registration], *, at: datetime, chance: Random
) -> None:
    """Invite every attendee of an event that is over; some answer, and the wave is closed."""
    if not attendees:
        return
    answering = [person for person in attendees if chance.random() < planned.answered]
    wave = feedback_wave(event)
    wave.invited = len(attendees)
    wave.closes_at = min(at, event.ends_at + timedelta(days=14))
    _invite(wave, attendees, {person.id for person in answering})
    voices = _Voices(chance)
    questions = questions_of(wave)
    boxed, named = [], []
    for person in sorted(answering, key=lambda _person: chance.random()):
        side = person.sector if chance.random() < _SAY_SIDE else None
        said = voices.next_for(side) if chance.random() < _NAME_A_PROBLEM else None
        boxed.append(_response(wave, side, list(_answers(questions, said, chance))))
        if said:
            named.append(_statement(wave, side, said))
    for box, rows in ((BoxedResponse, boxed), (BoxedStatement, named)):
        if rows:
            db.session.execute(sa.insert(box), rows)
    close_wave(wave, by=None, at=wave.closes_at)
    for _moved in count_answers(at=wave.closes_at):
        db.session.flush()
    _list_problems(event, planned, at=at, chance=chance)


def _invite(wave: Wave, attendees: list[Registration], answered: set[int]) -> None:
    invitations = [
        {
            "wave_id": wave.id,
            "registration_id": person.id,
            "locale": person.locale,
            "sector": person.sector,
            "province": person.province,
            "institution": person.institution,
        }
        for person in attendees
    ]
    db.session.execute(sa.insert(FeedbackInvitation), invitations)
    unused = sa.select(FeedbackInvitation.id).where(
        FeedbackInvitation.wave_id == wave.id, FeedbackInvitation.registration_id.not_in(answered)
    )
    rights = [
        {"id": random_id(), "wave_id": wave.id, "invitation_id": number}
        for number in db.session.scalars(unused)
    ]
    if rights:
        db.session.execute(sa.insert(Right), rights)


class _Voices:
    """Statements of the few problems that matter most in one place, each text once."""

    def __init__(self, chance: Random) -> None:
        groups = sorted({said.group for said in all_statements()})
        heard = set(chance.sample(groups, 14))
        self._left = [said for said in all_statements() if said.group in heard]
        chance.shuffle(self._left)

    def next_for(self, side: Sector | None) -> Said | None:
        spoken = Sector.PUBLIC if side is Sector.PUBLIC else Sector.CSO
        found = next((said for said in self._left if said.side is spoken), None)
        if found:
            self._left.remove(found)
        return found


def _response(wave: Wave, side: Sector | None, answers: list[dict[str, Any]]) -> dict[str, Any]:
    return {"wave_id": wave.id, "side": side, "answers": answers}


def _answers(
    questions: Iterable[Question], said: Said | None, chance: Random
) -> Iterable[dict[str, Any]]:
    mood = chance.gauss(4.1, 0.7)
    texts = iter((_HELPED, _DIFFERENTLY))
    for question in questions:
        row = {"question_id": question.id, "subject_id": 0, "nth": 0}
        if question.kind is QuestionKind.RATING:
            yield {**row, "number": max(1, min(5, round(chance.gauss(mood, 0.6))))}
        elif question.kind is QuestionKind.PROBLEM:
            if said:
                yield row
        else:
            fitting = next(texts, _HELPED)
            if chance.random() < 0.35:
                yield {**row, "text": chance.choice(fitting)}


def _statement(wave: Wave, side: Sector | None, said: Said) -> dict[str, Any]:
    hurts = Random(said.text).choice([2, 3, 4, 4, 5, None])
    return {"wave_id": wave.id, "side": side, "text": said.text, "hurts": hurts}


def _list_problems(event: Event, planned: Planned, *, at: datetime, chance: Random) -> None:
    """Group statements that mean the same into problems, as far as a moderator has come."""
    groups: dict[str, list[Statement]] = defaultdict(list)
    meant = {said.text: said.group for said in all_statements()}
    of_event = sa.select(Statement).where(Statement.event_id == event.id).order_by(Statement.text)
    for statement in db.session.scalars(of_event):
        groups[meant[statement.text]].append(statement)
    for group, statements in sorted(groups.items()):
        title = title_of(group)
        if not planned.problems or title is None or len(statements) < 2:
            continue
        if planned.problems == "merged" and chance.random() < 0.5:
            continue  # not looked at yet
        problem = _problem(event, title, published=planned.problems == "published", at=at)
        for statement in statements:
            statement.problem, statement.state = problem, StatementState.JOINED


def _problem(event: Event, title: tuple[str, str], *, published: bool, at: datetime) -> Problem:
    merged_at = min(event.ends_at + timedelta(days=16), at)
    problem = Problem(
        problem_list=list_of(Scope(event_id=event.id)),
        title=title[0],
        title_en=title[1],
        created_at=merged_at,
        published_at=min(merged_at + timedelta(days=6), at) if published else None,
    )
    db.session.add(problem)
    db.session.flush()
    return problem
