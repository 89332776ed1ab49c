"""What an institution's contact sees by their link: the nominated people, and ways to nominate."""

from collections.abc import Sequence

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from blueprints.base import table_files
from blueprints.base.access import for_all
from blueprints.base.found import or_404
from blueprints.base.lists import page_asked_for
from blueprints.base.pages import redirect_with
from blueprints.base.refusals import Words, refusals_told, refusals_told_on
from blueprints.base.request_sizes import takes_table
from blueprints.base.transactions import committed, looking
from blueprints.inputs.registrations.nominee import NomineeForm, TableForm
from blueprints.public.registrations.delegation_links import delegation_or_404
from blueprints.public.registrations.refusals import sparing_with_names
from blueprints.shared.registrations.tables import (
    MOST_ROWS,
    ReadTable,
    all_headings,
    person_columns,
    read_people,
)
from blueprints.shared.registrations.words import full_words, reminded_words, waiting_words
from extensions import db
from lib.clock import utc_now
from models.delegations import Delegation
from models.events import InvalidTransition
from models.registrations import Registration
from operations.base.details import PersonDetails
from operations.places.quotas import EventFull
from operations.registrations.delegations import (
    NominationsClosed,
    TooManyNominated,
    nominate,
    remind_to_complete,
    take_back,
)
from operations.registrations.standing import AlreadyOnList
from queries.registrations.delegations import codes_to_hand_out, nominee, nominees, progress_of

bp = Blueprint("delegations", __name__)

PAGE = 100
_OVER = _l("The time for nominating is over.")
_REFUSED: Words = {
    NominationsClosed: _OVER,
    TooManyNominated: lambda refusal: ngettext(
        "That is more than the institution can nominate: one more person is possible. Nobody was "
        "added.",
        "That is more than the institution can nominate: %(num)d more people are possible. Nobody "
        "was added.",
        refusal.left,
    ),
    AlreadyOnList: _l("This person is already on the event’s list. Nobody was added."),
    EventFull: lambda refusal: " ".join(
        (
            full_words(refusal),
            _(
                "There are not enough places for all of them, and the event has no waiting list. "
                "Nobody was added."
            ),
        )
    ),
}
_NOT_TAKEN_BACK: Words = {
    NominationsClosed: _OVER,
    InvalidTransition: _l("This person is no longer on the list."),
}


@bp.get("/delegations/<token>")
@for_all
def show(token: str) -> ResponseReturnValue:
    return _page(delegation_or_404(token), token)


@bp.post("/delegations/<token>/nominees")
@sparing_with_names
@for_all
def create(token: str) -> ResponseReturnValue:
    """Nominate one person, typed in."""
    with looking():
        delegation = delegation_or_404(token)
    form = NomineeForm()
    if not form.validate():
        return _page(delegation, token, 422, form=form)
    with refusals_told(_REFUSED, by=lambda why: _refused_page(token, why, form)):
        added = committed(lambda: _nominate(token, [form.person(delegation)]))
    return _answer(added, token)


@bp.post("/delegations/<token>/tables")
@for_all
@takes_table
def create_many(token: str) -> ResponseReturnValue:
    """Nominate everyone in a file, or nobody."""
    form = TableForm()
    with looking():
        delegation = delegation_or_404(token)
        if not form.validate():
            return _page(delegation, token, 422, table_form=form)
        read = _read(delegation, form)
    if read.faults:
        return _page(delegation, token, 422, table_form=form, read=read)
    with refusals_told(_REFUSED, by=lambda why: _refused_page(token, why)):
        added = committed(lambda: _nominate(token, read.people))
    return _answer(added, token)


@bp.post("/delegations/<token>/nominees/<int:registration_id>/removal")
@for_all
def destroy(token: str, registration_id: int) -> ResponseReturnValue:
    delegation = delegation_or_404(token)
    registration = or_404(nominee(delegation, registration_id))
    page = url_for(".show", token=token)
    with refusals_told_on(page, _NOT_TAKEN_BACK):
        committed(lambda: take_back(delegation, registration, at=utc_now()))
    return redirect_with(_("The person is no longer nominated."), page)


@bp.post("/delegations/<token>/reminders")
@for_all
def remind(token: str) -> ResponseReturnValue:
    reminded = remind_to_complete(delegation_or_404(token), by=None, at=utc_now())
    db.session.commit()
    return redirect_with(reminded_words(reminded), url_for(".show", token=token))


@bp.get("/delegations/<token>/template.xlsx")
@for_all
def template_xlsx(token: str) -> ResponseReturnValue:
    delegation_or_404(token)
    return table_files.template(_headings(), "xlsx")


@bp.get("/delegations/<token>/template.csv")
@for_all
def template_csv(token: str) -> ResponseReturnValue:
    delegation_or_404(token)
    return table_files.template(_headings(), "csv")


@bp.get("/delegations/<token>/codes.pdf")
@for_all
def codes(token: str) -> ResponseReturnValue:
    delegation = delegation_or_404(token)
    return table_files.code_sheet(delegation.event, codes_to_hand_out(delegation))


def _headings() -> list[str]:
    # Letters are in the institution's language; a column can be added for the other one.
    columns = person_columns(own_institution=False)
    return all_headings([c for c in columns if c.key not in ("gender", "locale", "province")])


def _read(delegation: Delegation, form: TableForm) -> ReadTable:
    return read_people(
        form.content,
        person_columns(own_institution=False),
        event=delegation.event,
        standing={
            "sector": delegation.sector,
            "institution": delegation.institution,
            "province": delegation.province,
            "locale": delegation.locale,
        },
        most=MOST_ROWS,
    )


def _nominate(token: str, people: Sequence[PersonDetails]) -> list[Registration]:
    return nominate(delegation_or_404(token), people, at=utc_now())


def _answer(added: Sequence[Registration], token: str) -> ResponseReturnValue:
    """The page after nominating: who was added, and what follows from it."""
    said = [ngettext("One person is nominated.", "%(num)d people are nominated.", len(added))]
    said += waiting_words(added)
    coded = sum(r.access_code is not None for r in added)
    if coded:
        said.append(
            ngettext(
                "One person has no email address of their own: print their code and give it to "
                "them.",
                "%(num)d people have no email address of their own: print their codes and give "
                "them out.",
                coded,
            )
        )
    return redirect_with(" ".join(said), url_for(".show", token=token))


def _refused_page(token: str, why: str, form: NomineeForm | None = None) -> ResponseReturnValue:
    return _page(delegation_or_404(token), token, 409, form=form, refusal=why)


def _page(
    delegation: Delegation,
    token: str,
    status: int = 200,
    *,
    form: NomineeForm | None = None,
    table_form: TableForm | None = None,
    read: ReadTable | None = None,
    refusal: str = "",
) -> ResponseReturnValue:
    page = page_asked_for(lambda after: nominees(delegation, limit=PAGE, after=after))
    html = render_template(
        "public/registrations/delegations/show.html",
        delegation=delegation,
        event=delegation.event,
        token=token,
        page=page,
        at=utc_now(),
        progress=progress_of([delegation])[delegation.id],
        read=read,
        refusal=refusal,
        form=form or NomineeForm(formdata=None),
        table_form=table_form or TableForm(formdata=None),
    )
    return html, status
