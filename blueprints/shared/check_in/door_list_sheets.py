"""The printed list of a door, as files of limited length."""

from collections.abc import Sequence
from dataclasses import astuple

from flask import Response, request
from flask_babel import gettext as _
from flask_babel import pgettext
from flask_login import current_user

from blueprints.base import labels, times
from blueprints.base.languages import language
from blueprints.base.looks import exported
from blueprints.base.sent_files import PDF, sent
from blueprints.base.transactions import writing
from exports.door_list import DoorList, door_list_pdf
from lib.clock import utc_now
from lib.dates import short_moment_text
from lib.short_codes import printed
from models.checkpoints import Checkpoint
from models.events import Event
from models.sectors import Sector
from operations.check_in.prints import record_door_list
from queries.base import arguments
from queries.check_in.door_lists import ListedPerson, listed_count, listed_people

AT_ONCE = 2000
"""People in one file: some sixty pages, one second, and 200 MB of memory while they are set."""


def parts_of(people: int) -> int:
    return max(1, -(-people // AT_ONCE))


def part_asked_for() -> int:
    """The number of the part that the address asks for, from 1."""
    return arguments.row_number(request.args, "part") or 1


def door_list_file(event: Event, checkpoint: Checkpoint | None = None) -> Response:
    """The part that the address asks for. Who prints it is written to the audit log first."""
    part, parts = part_asked_for(), parts_of(listed_count(event, checkpoint))
    people = listed_people(event, checkpoint, skipped=(part - 1) * AT_ONCE, limit=AT_ONCE)
    narrowed_by = {"checkpoint": checkpoint.id} if checkpoint else None
    exported(people=len(people), event=event, narrowed_by=narrowed_by)
    content = door_list_pdf(_sheet(event, checkpoint, people, (part, parts)))
    name = f"{event.slug}-" + _("door-list") + (f"-{part}" if parts > 1 else "") + ".pdf"
    with writing():
        record_door_list(event, checkpoint, people=len(people), by=current_user, at=utc_now())
    return sent(content, name, PDF, inline=True)


def _sheet(
    event: Event,
    checkpoint: Checkpoint | None,
    people: Sequence[ListedPerson],
    part: tuple[int, int],
) -> DoorList:
    locale, zone, letters = language(), event.timezone, sector_letters()
    printed_at = short_moment_text(utc_now(), zone, locale)
    named = [checkpoint.name] if checkpoint else []
    counted = [_("part %(part)d of %(parts)d", part=part[0], parts=part[1])] if part[1] > 1 else []
    return DoorList(
        language=locale,
        title=" · ".join([_("Door list"), *named, *counted]),
        programme=_("Strengthening the public sector for cooperation with civil society"),
        event=event.title_in(locale),
        when=times.span(event.starts_at, event.ends_at, zone),
        advice=_(
            "Tick who comes and write the time beside it. Type both in later on the page of the "
            "registration desk."
        ),
        legend=" · ".join(f"{letters[sector]}: {labels.label(sector)}" for sector in Sector),
        printed=_("Printed: %(when)s", when=times.named(printed_at, zone)),
        page=_("Page {page} of {pages}"),
        headings=[_("Came"), _("Time"), _("Short code"), _("Name"), _("Institution"), _("Sector")],
        rows=[_row(person, letters) for person in people],
    )


def _row(person: ListedPerson, letters: dict[Sector, str]) -> tuple[str, str, str, str, str]:
    code, family_name, given_name, institution, sector = astuple(person)
    # One name alone is printed where people look for a name.
    names = (family_name, given_name) if family_name else (given_name, "")
    return printed(code), *names, institution, letters[sector]


def sector_letters() -> dict[Sector, str]:
    """A letter for each sector, no two alike."""
    return {
        Sector.PUBLIC: pgettext("letter of a sector", "P"),
        Sector.CSO: pgettext("letter of a sector", "C"),
        Sector.ACADEMIA: pgettext("letter of a sector", "U"),
        Sector.PRIVATE: pgettext("letter of a sector", "R"),
        Sector.OTHER: pgettext("letter of a sector", "O"),
    }
