"""Rows of feedback as they were kept before waves, written into the tables of that time."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import count
from secrets import randbits, token_hex
from typing import Any

import sqlalchemy as sa

from extensions import db

KINDS = (
    *("short_text", "long_text", "number", "date", "single_choice", "multiple_choice", "yes_no"),
    *("rating", "email", "phone", "province", "district", "institution"),
)
"""All that a form of feedback could ask; before them stands the question for the workshop."""
SIDES = ("cso", "cso", "cso", "cso", "cso", "public", "public", "public", "academia", None)
"""Said in turn."""


class OldTables:
    def __init__(self) -> None:
        self.tables = sa.MetaData()
        self.tables.reflect(db.engine)
        self.numbers = count(1)

    def add(self, table: str, **values: Any) -> Any:
        """A row; columns of which nothing is said get what is least. Its number."""
        columns = self.tables.tables[table].columns
        least = {c.name: _least(c) for c in columns if not c.nullable and not c.foreign_keys}
        number = {"id": next(self.numbers)} if "id" in columns else {}
        row = least | number | values
        db.session.execute(self.tables.tables[table].insert().values(row))
        return row.get("id")


def _least(column: sa.Column[Any]) -> Any:
    match column.type:
        case sa.JSON():
            return []
        case sa.Boolean():
            return False
        case sa.Integer():
            return 0
        case sa.DateTime():
            return datetime(2026, 5, 1, tzinfo=UTC)
    return ""


class OldEvent:
    """An event with its form, its people, and what some of them answered."""

    def __init__(self, old: OldTables, *, ended: timedelta, people: int, answered: int) -> None:
        self.old = old
        now = datetime.now(UTC)
        times = {"starts_at": now - ended - timedelta(hours=8), "ends_at": now - ended}
        self.id = old.add("events", slug=token_hex(4), timezone="Europe/Istanbul", **times)
        self.form = old.add("forms", event_id=self.id, purpose="feedback")
        self.session = old.add("sessions", event_id=self.id, title="Atölye", **times)
        self.workshop = self._question("long_text", feeds_problem_list=True)
        self.questions = {kind: self._question(kind) for kind in KINDS}
        self.choices = {
            kind: [self._choice(self.questions[kind]) for _ in range(3)]
            for kind in ("single_choice", "multiple_choice")
        }
        self.responses: dict[int, str] = {}
        """Their marks, in the order of arrival."""
        self.unanswered = [self._person(nth < answered) for nth in range(people)][answered:]
        for nth in range(answered):
            self._answer(nth)

    def _question(self, kind: str, **values: Any) -> int:
        own = {"form_id": self.form, "key": token_hex(4), "kind": kind, "label": kind}
        return int(self.old.add("questions", **own, **values))

    def _choice(self, question: int) -> int:
        return int(self.old.add("choices", question_id=question, label="Seçenek"))

    def _person(self, answered: bool) -> int:
        person = self.old.add(
            "registrations", event_id=self.id, sector="cso", province="19", locale="tr"
        )
        invitation = {"registration_id": person, "answered": answered}
        return int(self.old.add("feedback_invitations", **invitation))

    def _answer(self, nth: int) -> None:
        number, side, mark = randbits(62), SIDES[nth % len(SIDES)], token_hex(6)
        day = date(2026, 5, 1) + timedelta(days=nth % 3)
        signed = {"signature": f"İmza {mark}", "side": side, "submitted_on": day}
        self.old.add("responses", id=number, form_id=self.form, **signed)
        self.responses[number] = mark
        for question, row in (*self._given(nth, mark), (self.workshop, {"text": f"Sorun {mark}"})):
            self.old.add("answers", response_id=number, question_id=question, **row)
        said = {"event_id": self.id, "source": "feedback", "side": side, "made_on": day}
        self.old.add("statements", id=randbits(62), text=f"Sorun {mark}", **said)

    def _given(self, nth: int, mark: str) -> Iterator[tuple[int, dict[str, Any]]]:
        numbers = {"number": nth, "yes_no": nth % 2, "rating": nth % 5 + 1}
        for kind, question in self.questions.items():
            if kind in numbers:
                yield question, {"number": numbers[kind]}
            elif kind == "single_choice":
                yield question, {"choice_id": self.choices[kind][nth % 3]}
            elif kind == "multiple_choice":
                for place, choice in enumerate(self.choices[kind][: nth % 3 + 1]):
                    yield question, {"choice_id": choice, "nth": place}
            elif nth % 4 or kind == "long_text":
                yield question, {"text": _TEXTS.get(kind, f"{kind} {mark}")}


_TEXTS = {"date": "2026-05-01", "province": "19", "district": "19-1"}
