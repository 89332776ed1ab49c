"""Adding participants to an event from a table: all of them or none."""

from collections.abc import Sequence

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from flask_login import current_user

from blueprints.base import table_files
from blueprints.base.access import requires
from blueprints.base.found import event_or_404
from blueprints.base.pages import redirect_with
from blueprints.base.refusals import Words, refusals_told, respond_with
from blueprints.base.request_sizes import takes_table
from blueprints.base.transactions import committed, looking
from blueprints.inputs.registrations.nominee import ImportForm
from blueprints.shared.forms.event_questions import EventQuestions, event_questions
from blueprints.shared.registrations.imported_answers import answer_columns, wishes_of
from blueprints.shared.registrations.imported_sessions_and_tags import session_columns, tag_column
from blueprints.shared.registrations.tables import (
    Column,
    ReadTable,
    all_headings,
    person_columns,
    read_people,
)
from blueprints.shared.registrations.words import full_words, waiting_words
from lib.clock import utc_now
from models.events import Event
from models.registrations import Registration
from operations.places.quotas import EventFull
from operations.registrations.entries import NotRegistrable
from operations.registrations.imports import import_participants
from operations.registrations.many import Newcomer
from operations.registrations.standing import AlreadyOnList
from policy import Permission

bp = Blueprint("imports", __name__)

_REFUSED: Words = {
    EventFull: lambda refusal: " ".join(
        (
            full_words(refusal),
            _(
                "There are not enough places for all of them, and the event has no waiting list. "
                "Nobody was added."
            ),
        )
    ),
    AlreadyOnList: _l(
        "Somebody in the table was put on the list in this moment. Send the table again."
    ),
    NotRegistrable: _l("The event is cancelled; nobody can be added."),
}


@bp.get("/events/<int:event_id>/imports/new")
@requires(Permission.MANAGE_REGISTRATIONS)
def new(event_id: int) -> ResponseReturnValue:
    return _form_page(event_or_404(event_id), ImportForm(formdata=None))


@bp.post("/events/<int:event_id>/imports/new")
@requires(Permission.MANAGE_REGISTRATIONS)
@takes_table
def create(event_id: int) -> ResponseReturnValue:
    form = ImportForm()
    with looking():
        event = event_or_404(event_id)
        if not form.validate():
            return _form_page(event, form, 422)
        content = form.content
        read, newcomers = _read(event, form, content)
    if read.faults:
        return _form_page(event, form, 422, read=read)
    with refusals_told(
        _REFUSED, by=lambda why: _form_page(event_or_404(event_id), form, 409, refusal=why)
    ):
        added = committed(
            lambda: _import(event_id, newcomers, form),
            again=lambda: _import(event_id, _read_again(event_id, form, content), form),
        )
    return redirect_with(
        _what_was_taken(added, read), url_for("organizer.registrations.index", event_id=event_id)
    )


@bp.get("/events/<int:event_id>/imports/template.xlsx")
@requires(Permission.MANAGE_REGISTRATIONS)
def template_xlsx(event_id: int) -> ResponseReturnValue:
    return table_files.template(_headings(event_or_404(event_id)), "xlsx")


@bp.get("/events/<int:event_id>/imports/template.csv")
@requires(Permission.MANAGE_REGISTRATIONS)
def template_csv(event_id: int) -> ResponseReturnValue:
    return table_files.template(_headings(event_or_404(event_id)), "csv")


def _headings(event: Event) -> list[str]:
    return all_headings(_columns(event, event_questions(event)))


def _columns(event: Event, asked: EventQuestions) -> list[Column]:
    """A person's columns, then as in the export. Gender only if the event asks for it."""
    of_person = person_columns(own_institution=True)
    return [
        *(column for column in of_person if column.key != "gender" or event.asks_gender),
        *session_columns(event, asked.sessions),
        tag_column(event),
        *answer_columns(asked.questions),
    ]


def _read(event: Event, form: ImportForm, content: bytes) -> tuple[ReadTable, list[Newcomer]]:
    """What the table holds, and the people to add if there are no faults."""
    asked, standing = event_questions(event), {"locale": form.locale.data}
    read = read_people(content, _columns(event, asked), event=event, standing=standing)
    if read.faults:
        return read, []
    return read, [
        Newcomer(person, wishes_of(asked, values), tags=values.get("tags", ()))
        for person, values in zip(read.people, read.values, strict=True)
    ]


def _read_again(event_id: int, form: ImportForm, content: bytes) -> list[Newcomer]:
    """Read the table again, since a choice in it may just have been taken out of the form."""
    event = event_or_404(event_id)
    read, newcomers = _read(event, form, content)
    if read.faults:
        respond_with(_form_page(event, form, 409, read=read))
    return newcomers


def _import(event_id: int, newcomers: Sequence[Newcomer], form: ImportForm) -> list[Registration]:
    return import_participants(
        event_or_404(event_id), newcomers, letters=form.letters.data, by=current_user, at=utc_now()
    )


def _what_was_taken(added: Sequence[Registration], read: ReadTable) -> str:
    said = [
        ngettext(
            "One person is added to the list.", "%(num)d people are added to the list.", len(added)
        )
    ]
    said += waiting_words(added)
    coded = sum(r.access_code is not None for r in added)
    if coded:
        said.append(
            ngettext(
                "One person has no address of their own and got a code to print.",
                "%(num)d people have no address of their own and got codes to print.",
                coded,
            )
        )
    if read.ignored:
        said.append(_("Columns that were not read: %(names)s.", names=", ".join(read.ignored[:20])))
    return " ".join(said)


def _form_page(
    event: Event,
    form: ImportForm,
    status: int = 200,
    *,
    read: ReadTable | None = None,
    refusal: str = "",
) -> ResponseReturnValue:
    page = render_template(
        "organizer/registrations/imports/new.html",
        event=event,
        form=form,
        read=read,
        refusal=refusal,
    )
    return page, status
