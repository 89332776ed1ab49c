"""Tables and printed sheets as files to download."""

from collections.abc import Sequence

from flask import Response
from flask_babel import gettext as _

from blueprints.base import times
from blueprints.base.languages import language
from blueprints.base.sent_files import CSV, PDF, XLSX, sent
from exports.access_codes import CodeSheet, CodeSlip, access_codes_pdf
from exports.nomination_template import template_csv, template_xlsx
from letters.compose import site_address
from lib.access_codes import printed
from lib.slugs import slugify
from models.events import Event
from models.registrations import Registration


def template(headings: Sequence[str], kind: str, *, sheet: str = "") -> Response:
    """An empty table with these headings, as `xlsx` or `csv`; of participants, or named as told."""
    name = (slugify(sheet) if sheet else _("participants")) + f".{kind}"
    if kind == "xlsx":
        return sent(template_xlsx(headings, sheet=sheet or _("Participants")), name, XLSX)
    # Excel opens a CSV file by the list separator of its own language, without asking.
    separator = ";" if language() == "tr" else ","
    return sent(template_csv(headings, delimiter=separator), name, CSV)


def code_sheet(event: Event, people: Sequence[Registration]) -> Response:
    """A sheet with a slip for each person, to cut out and hand over."""
    locale = language()
    sheet = CodeSheet(
        language=locale,
        title=_("Codes: %(event)s", event=event.title_in(locale)),
        programme=_("Strengthening the public sector for cooperation with civil society"),
        event=event.title_in(locale),
        when=times.span(event.starts_at, event.ends_at, event.timezone),
        address=site_address("public.access_codes.new"),
        advice=_(
            "Open this address and enter the code on this paper. There you complete your details "
            "and find your ticket."
        ),
        code_label=_("Your code"),
        slips=[
            CodeSlip(person.name, person.institution, printed(person.access_code))
            for person in people
            if person.access_code
        ],
    )
    response = sent(access_codes_pdf(sheet), f"{event.slug}-" + _("codes") + ".pdf", PDF)
    response.headers["X-Robots-Tag"] = "noindex"
    return response
