"""Who is on the list of an event, narrowed in ways that lists, exports and letters share."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from extensions import db
from lib.paging import Page, page_of
from models.answers import RegistrationAnswer
from models.checkpoints import Checkpoint
from models.events import Event
from models.forms import Question
from models.participants import tagged
from models.registrations import (
    Registration,
    RegistrationSource,
    RegistrationStatus,
    chosen_sessions,
)
from models.scans import Attendance
from models.sectors import Sector
from queries.base import arguments
from queries.registrations.search import found_by, found_in

# Built once, not for each of those who register in the same minute.
_BY_KEY = sa.select(Registration).where(
    Registration.submission_key == sa.bindparam("submission_key")
)


class Presence(StrEnum):
    """Whether somebody attended: was admitted at a door that is not beside the programme."""

    CAME = "yes"
    STAYED_AWAY = "no"


class Lack(StrEnum):
    """What a person still has to give."""

    EMAIL = "email"
    """They have no address, so that no letter reaches them."""
    COMPLETION = "completion"
    """They were nominated, and have not given their own data and consents."""
    MAILBOX = "mailbox"
    """Many registered with their mailbox, and it has not confirmed them."""


@dataclass(frozen=True, kw_only=True)
class ParticipantFilter:
    """Which participants of an event are meant; it is also the list's address."""

    status: RegistrationStatus | None = None
    sector: Sector | None = None
    province: str | None = None
    tag: int | None = None
    session: int | None = None
    """The number of a session that the person chose."""
    answer: tuple[int, int] | None = None
    """The numbers of a question and of a choice that the person picked; of a sensitive question it
    finds nobody."""
    source: RegistrationSource | None = None
    delegation: int | None = None
    came: Presence | None = None
    lacks: Lack | None = None
    people: tuple[int, ...] = ()
    """The numbers of people who were ticked; then only these are meant, whatever else is given."""
    text: str = ""

    @classmethod
    def from_query(cls, query: Mapping[str, str]) -> "ParticipantFilter":
        """The filter in the address. Raises BadArgument."""
        return cls(
            status=arguments.member(RegistrationStatus, query, "status"),
            sector=arguments.member(Sector, query, "sector"),
            province=arguments.province(query),
            tag=arguments.row_number(query, "tag"),
            session=arguments.row_number(query, "session"),
            answer=arguments.two_row_numbers(query, "answer"),
            source=arguments.member(RegistrationSource, query, "source"),
            delegation=arguments.row_number(query, "delegation"),
            came=arguments.member(Presence, query, "came"),
            lacks=arguments.member(Lack, query, "lacks"),
            people=arguments.row_numbers(query, "people"),
            text=arguments.search_text(query),
        )

    def as_query(self) -> dict[str, str]:
        """The filter as values of an address, of which `from_query` makes the same filter."""
        plain = {f.name: getattr(self, f.name) for f in fields(self)}
        plain["q"] = plain.pop("text")
        plain["answer"] = self.answer and f"{self.answer[0]}:{self.answer[1]}"
        plain["people"] = ".".join(map(str, self.people))
        return arguments.as_query(**plain)

    @property
    def narrows(self) -> bool:
        return self != ParticipantFilter()

    def select(self, event: Event) -> sa.Select[Registration]:
        people = sa.select(Registration).where(*self.rules(event))
        return people.where(Registration.status == self.status) if self.status else people

    def shown(self, event: Event) -> str:
        """The people found now, for a page that asks before it acts: it then acts on them alone.

        "" where they are too many to be named.
        """
        rows = self.select(event).with_only_columns(Registration.id).order_by(Registration.id)
        numbers = db.session.scalars(rows.limit(arguments.MOST_NUMBERS + 1)).all()
        return ".".join(map(str, numbers)) if len(numbers) <= arguments.MOST_NUMBERS else ""

    def as_shown(self, shown: str | None) -> "ParticipantFilter":
        """The filter for those of these people who still have the status it asks for.

        Raises BadArgument.
        """
        if not shown:
            return self
        return replace(self, people=arguments.row_numbers({"shown": shown}, "shown"))

    def page(self, event: Event, *, limit: int, after: str | None = None) -> Page[Registration]:
        """The people with their tickets, in the order of the Turkish alphabet. Raises BadCursor."""
        return page_of(
            db.session(),
            self.select(event).options(joinedload(Registration.ticket)),
            Registration.sort_key,
            Registration.id,
            limit=limit,
            after=after,
        )

    def everyone(self, event: Event) -> Iterator[Registration]:
        """All of the people, for an export; never all in memory at once."""
        ordered = self.select(event).order_by(Registration.sort_key, Registration.id)
        return iter(db.session.scalars(ordered.execution_options(yield_per=500)))

    def counts(self, event: Event) -> dict[RegistrationStatus, int]:
        """How many people there are in each status, whatever status the filter asks for."""
        rows = db.session.execute(
            sa.select(Registration.status, sa.func.count())
            .where(*self.rules(event))
            .group_by(Registration.status)
        )
        found = dict(rows.all())
        return {status: found.get(status, 0) for status in RegistrationStatus}

    def count(self, event: Event) -> int:
        """How many people it finds."""
        counts = self.counts(event)
        return counts[self.status] if self.status else sum(counts.values())

    def rules(self, event: Event) -> list[sa.ColumnElement[bool]]:
        """The filter's conditions on a registration, without its status.

        Registrations that were merged into another are on no list: the other one stands for them.
        """
        rules = [Registration.event_id == event.id, Registration.merged_into_id.is_(None)]
        if self.people:
            return [*rules, Registration.id.in_(self.people)]
        for column, wanted in (
            (Registration.source, self.source),
            (Registration.delegation_id, self.delegation),
        ):
            if wanted is not None:
                rules.append(column == wanted)
        rules += [Registration.id.in_(numbers) for numbers in self._lists()]
        if self.came:
            present = Registration.id.in_(_present(event))
            rules.append(present if self.came is Presence.CAME else ~present)
        if self.lacks is Lack.EMAIL:
            rules.append(Registration.email.is_(None))
        if self.lacks is Lack.COMPLETION:
            rules.append(Registration.awaits_completion.is_(True))
        if self.lacks is Lack.MAILBOX:
            rules.append(Registration.mailbox_until.is_not(None))
        return [
            *rules,
            *found_in(event, sector=self.sector, province=self.province),
            *found_by(event, self.text),
        ]

    def _lists(self) -> Iterator[sa.Select[int]]:
        """The numbers of registrations that other tables name, one select for each condition."""
        if self.tag is not None:
            yield sa.select(tagged.c.registration_id).where(tagged.c.tag_id == self.tag)
        if self.session is not None:
            chosen = chosen_sessions.c
            yield sa.select(chosen.registration_id).where(chosen.session_id == self.session)
        if self.answer is not None:
            question_id, choice_id = self.answer
            yield (
                sa.select(RegistrationAnswer.registration_id)
                .join(Question, Question.id == RegistrationAnswer.question_id)
                .where(
                    Question.id == question_id,
                    Question.sensitive.is_(False),
                    RegistrationAnswer.choice_id == choice_id,
                )
            )


def _present(event: Event) -> sa.CompoundSelect[int]:
    """People who attended, also with the ticket of a registration that was merged into theirs."""
    admitted = (
        sa.select(Attendance.registration_id)
        .join(Checkpoint, Checkpoint.id == Attendance.checkpoint_id)
        .where(Checkpoint.event_id == event.id, ~Checkpoint.beside_programme)
    )
    merged = sa.select(Registration.merged_into_id).where(
        Registration.event_id == event.id,
        Registration.merged_into_id.is_not(None),
        Registration.id.in_(admitted),
    )
    return sa.union_all(admitted, merged)


def registration_by_key(submission_key: str) -> Registration | None:
    """The registration that was made when the same submission was sent before; None: there is
    none."""
    return db.session.scalar(_BY_KEY, {"submission_key": submission_key})


def registrations_by_day(event: Event) -> dict[date, int]:
    """How many people registered on each day in the event's zone; days without any are left out."""
    day = _day_in_zone(event).label("day")
    rows = db.session.execute(
        sa.select(day, sa.func.count())
        .where(Registration.event_id == event.id)
        .group_by(day)
        .order_by(day)
    )
    return {date.fromisoformat(text): count for text, count in rows}


def _day_in_zone(event: Event) -> sa.ColumnElement[str]:
    """The date in the event's zone. SQLite knows no zones: there the offset at the event cuts all
    days."""
    if db.engine.dialect.name == "sqlite":
        offset = event.starts_at.astimezone(ZoneInfo(event.timezone)).utcoffset() or timedelta()
        minutes = f"{round(offset.total_seconds() / 60):+d} minutes"
        return sa.func.date(Registration.registered_at, minutes, type_=sa.String)
    local = sa.func.timezone(event.timezone, Registration.registered_at)
    return sa.func.to_char(local, "YYYY-MM-DD", type_=sa.String)
