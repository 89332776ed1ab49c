"""Answers to the feedback form, and the problem lists made of them."""

from collections import defaultdict
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

import sqlalchemy as sa

from demo.plan import Planned
from demo.statements import Said, all_statements, title_of
from extensions import db
from models.events import Event
from models.feedback import FeedbackInvitation
from models.forms import Answer, Form, Question, QuestionKind, Response, random_id
from models.problems import Problem, Statement, StatementSource
from models.registrations import Registration
from models.sectors import Sector

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
_SIGN, _SAY_SIDE, _NAME_A_PROBLEM = 0.05, 0.85, 0.6


def give_feedback(
    event: Event, planned: Planned, attendees: list[Registration], *, at: datetime, chance: Random
) -> None:
    """Invite every attendee of an event that is over; some answer, none later than `at`."""
    answering = [person for person in attendees if chance.random() < planned.answered]
    answered = {person.id for person in answering}
    db.session.execute(
        sa.insert(FeedbackInvitation),
        [{"registration_id": p.id, "answered": p.id in answered} for p in attendees],
    )
    form = db.session.scalars(sa.select(Form).where(Form.event_id == event.id)).one()
    voices = _Voices(chance)
    responses, answers, statements = [], [], []
    last_day = min(at, event.ends_at + timedelta(days=14)).date()
    for person in sorted(answering, key=lambda _person: chance.random()):
        response = _response(form, person, event.ends_at.date(), last_day, chance)
        said = voices.next_for(response["side"]) if chance.random() < _NAME_A_PROBLEM else None
        responses.append(response)
        answers += _answers(form.questions, response["id"], said, chance)
        if said:
            statements.append((said, _statement(event, response, said)))
    if responses:
        db.session.execute(sa.insert(Response), responses)
        db.session.execute(sa.insert(Answer), answers)
    _list_problems(event, planned, statements, at=at, chance=chance)


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


def _response(
    form: Form, person: Registration, first: date, last: date, chance: Random
) -> dict[str, Any]:
    return {
        "id": random_id(),
        "form_id": form.id,
        "side": person.sector if chance.random() < _SAY_SIDE else None,
        "signature": person.name if chance.random() < _SIGN else "",
        "submitted_on": first + timedelta(days=chance.randint(0, max((last - first).days, 0))),
    }


def _answers(
    questions: list[Question], response_id: int, said: Said | None, chance: Random
) -> list[dict[str, Any]]:
    answers: list[dict[str, Any]] = []
    mood = chance.gauss(4.1, 0.7)
    texts = iter((_HELPED, _DIFFERENTLY))
    for question in questions:
        number, text = None, None
        if question.kind is QuestionKind.RATING:
            number = max(1, min(5, round(chance.gauss(mood, 0.6))))
        elif question.feeds_problem_list:
            text = said.text if said else None
        else:
            fitting = next(texts, _HELPED)
            text = chance.choice(fitting) if chance.random() < 0.35 else None
        if number is not None or text:
            answers.append(
                {
                    "response_id": response_id,
                    "question_id": question.id,
                    "number": number,
                    "text": text,
                }
            )
    return answers


def _statement(event: Event, response: dict[str, Any], said: Said) -> dict[str, Any]:
    return {
        "id": random_id(),
        "event_id": event.id,
        "side": response["side"],
        "text": said.text,
        "source": StatementSource.FEEDBACK,
        "made_on": response["submitted_on"],
    }


def _list_problems(
    event: Event,
    planned: Planned,
    statements: list[tuple[Said, dict[str, Any]]],
    *,
    at: datetime,
    chance: Random,
) -> None:
    """Group statements that mean the same into problems, as far as a moderator has come."""
    groups: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for said, row in statements:
        groups[said.group].append({**row, "problem_id": None})
    for group, rows in sorted(groups.items()):
        title = title_of(group)
        if not planned.problems or title is None or len(rows) < 2:
            continue
        if planned.problems == "merged" and chance.random() < 0.5:
            continue  # not looked at yet
        problem = _problem(event, title, published=planned.problems == "published", at=at)
        for row in rows:
            row["problem_id"] = problem.id
    if flat := [row for rows in groups.values() for row in rows]:
        db.session.execute(sa.insert(Statement), flat)


def _problem(event: Event, title: tuple[str, str], *, published: bool, at: datetime) -> Problem:
    merged_at = min(event.ends_at + timedelta(days=16), at)
    problem = Problem(
        event=event,
        title=title[0],
        title_en=title[1],
        created_at=merged_at,
        published_at=min(merged_at + timedelta(days=6), at) if published else None,
    )
    db.session.add(problem)
    db.session.flush()
    return problem
