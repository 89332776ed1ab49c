"""The ticks of a printed list, one on a line."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from wtforms import StringField
from wtforms.validators import InputRequired, Optional, ValidationError

from blueprints.inputs.base import fields as base
from blueprints.inputs.base.controls import DayField
from lib.paper_ticks import Fault, PaperTick, read_clock, read_line
from models.events import Event
from operations.check_in.ticks import Tick

MOST_LINES = 500
_LONGEST = 40_000


@dataclass(frozen=True)
class FaultyLine:
    number: int
    """The line's number, from 1."""
    text: str
    words: str


class TicksForm(base.Form):
    """One short code on each line, with the time that was written beside it."""

    day = DayField(_l("Day"), [InputRequired(_l("Enter a date, for example 12.03.2027."))])
    clock = StringField(
        _l("Time of lines without one"),
        [Optional()],
        description=_l("For ticks beside which nobody wrote the time. For example 9.05."),
        render_kw={"autocomplete": "off", "inputmode": "text"},
    )
    lines = base.paragraphs(
        _l("Ticks"),
        longest=_LONGEST,
        description=_l(
            "One person on a line: the short code, then the time. For example ABCD-EFGH 9.05."
        ),
        render_kw={
            "rows": 14,
            "autocomplete": "off",
            "autocapitalize": "characters",
            "spellcheck": "false",
        },
    )

    def validate_clock(self, field: StringField) -> None:
        if self.usual_clock is None:
            raise ValidationError(_("Enter a time such as 9.05."))

    def validate_lines(self, field: StringField) -> None:
        count = len(self.written)
        if count > MOST_LINES:
            message = _("These are %(num)d lines. Send at most 500 at once.", num=count)
            raise ValidationError(message)

    @property
    def usual_clock(self) -> time | None:
        return read_clock(self.clock.data or "")

    @property
    def written(self) -> list[tuple[int, str]]:
        """The lines that are not empty, with their numbers."""
        lines = enumerate((self.lines.data or "").splitlines(), start=1)
        return [(number, line.strip()) for number, line in lines if line.strip()]

    def read(self, event: Event, *, now: datetime) -> tuple[list[Tick], list[FaultyLine]]:
        """The ticks in the order of their lines, and the lines that cannot be read."""
        ticks, faults = [], []
        for number, text in self.written:
            found = self._tick(read_line(text), event, now)
            if isinstance(found, Tick):
                ticks.append(found)
            else:
                faults.append(FaultyLine(number, text, found))
        return ticks, faults

    def read_codes(self) -> list[tuple[int, str, str]]:
        """The lines with a readable code, each with its number and the code."""
        read = [(number, text, read_line(text)) for number, text in self.written]
        return [(n, text, found.code) for n, text, found in read if isinstance(found, PaperTick)]

    def refuse_lines(self, count: int) -> None:
        self.lines.errors = [
            ngettext(
                "Check %(num)d line. Nothing has been saved yet.",
                "Check %(num)d lines. Nothing has been saved yet.",
                count,
            )
        ]

    def _tick(self, read: PaperTick | Fault, event: Event, now: datetime) -> Tick | str:
        if read is Fault.NO_CODE:
            return str(_("This is no short code, or it was mistyped. Compare it with the paper."))
        if not isinstance(read, PaperTick):
            return str(_("The time cannot be read. Write it as 9.05 or 09:05."))
        clock = read.clock or self.usual_clock
        if clock is None:
            return str(
                _(
                    "There is no time beside it. Write one, or fill in the time of lines without one."
                )
            )
        moment = _at(event, self.day.data, clock)
        return Tick(read.code, moment) if moment <= now else str(_("This time is still to come."))


def usual_day(event: Event, now: datetime) -> date:
    """Today while the event is on; otherwise its first day."""
    return event.day_of(now if event.is_on_its_days(now) else event.starts_at)


def is_near(event: Event, day: date) -> bool:
    """Whether it is a day of the event, or the one before or after it."""
    first, last = event.day_of(event.starts_at), event.day_of(event.ends_at)
    return first - timedelta(days=1) <= day <= last + timedelta(days=1)


def _at(event: Event, day: date, clock: time) -> datetime:
    return datetime.combine(day, clock, ZoneInfo(event.timezone)).astimezone(UTC)
