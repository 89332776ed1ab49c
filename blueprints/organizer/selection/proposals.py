"""The ranking, the proposal and its confirmation by a named person."""

from flask import Blueprint, Response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import force_locale
from flask_babel import gettext as _
from flask_login import current_user

from blueprints.base.access import requires
from blueprints.base.found import selecting_event_or_404, selection_or_404
from blueprints.base.lists import part_asked_for
from blueprints.base.looks import exported, looked
from blueprints.base.pages import redirect_with, refuse_with
from blueprints.base.refusals import refusals_beside, refusals_told_on
from blueprints.base.sent_files import XLSX, sent
from blueprints.base.transactions import committed
from blueprints.inputs.selection.proposal import ConfirmationForm, ExchangeForm, ProposalForm
from blueprints.organizer.selection.refusals import (
    NOT_CONFIRMED,
    NOT_EXCHANGED,
    NOT_PROPOSED,
    REPLACED,
    standing,
)
from blueprints.shared.selection.sheets import record_sheets, staff_of
from blueprints.shared.selection.words import limit_words, reason_words, shortfall_words, told_words
from exports.selection import workbook
from lib.clock import utc_now
from lib.selection_reasons import Side
from models.accesses import AccessKind
from models.events import Event
from models.selection import ReasonTold, Selection, SelectionOutcome, SelectionResult
from operations.selection.confirmation import confirm_selection
from operations.selection.proposals import CeilingPassed, exchange, propose
from operations.selection.record import is_outdated
from policy import Permission
from queries.base import arguments
from queries.selection.completeness import application_counts
from queries.selection.proposals import names_of_staff, results_of, rules_of, selections_of
from queries.selection.ranking import ranking

bp = Blueprint("selections", __name__)

PAGE = 100


@bp.get("/events/<int:event_id>/selections")
@requires(Permission.MANAGE_REGISTRATIONS)
def index(event_id: int) -> ResponseReturnValue:
    event = selecting_event_or_404(event_id)
    return _index_page(event, ProposalForm(formdata=None, places=event.places.left))


@bp.post("/events/<int:event_id>/selections")
@requires(Permission.MANAGE_REGISTRATIONS)
def create(event_id: int) -> ResponseReturnValue:
    event, form = selecting_event_or_404(event_id), ProposalForm()
    if not form.validate():
        return _index_page(event, form, 422)
    with refusals_beside(
        form,
        NOT_PROPOSED,
        again=lambda: _index_page(selecting_event_or_404(event_id), form, 422),
    ):
        selection = committed(
            lambda: propose(
                event,
                places=form.places.data,
                reserves=form.reserves.data,
                by=current_user,
                at=utc_now(),
            )
        )
    return redirect_with(
        _("The proposal is ready. Nobody is told anything before you confirm it."), _page(selection)
    )


@bp.get("/selections/<int:selection_id>")
@requires(Permission.MANAGE_REGISTRATIONS)
def show(selection_id: int) -> ResponseReturnValue:
    """The people of one outcome, place by place: `?outcome=`, else the chosen ones."""
    selection = selection_or_404(selection_id)
    outcome = arguments.member(SelectionOutcome, request.args, "outcome")
    return _show_page(selection, outcome or SelectionOutcome.CHOSEN)


@bp.get("/selections/<int:selection_id>/exchanges/new")
@requires(Permission.MANAGE_REGISTRATIONS)
def new_exchange(selection_id: int) -> ResponseReturnValue:
    selection = selection_or_404(selection_id)
    if selection.is_confirmed:
        return refuse_with(standing(), _page(selection))
    return _exchange_page(
        selection, ExchangeForm(results_of(selection), formdata=None, seen=selection.edition)
    )


@bp.post("/selections/<int:selection_id>/exchanges/new")
@requires(Permission.MANAGE_REGISTRATIONS)
def create_exchange(selection_id: int) -> ResponseReturnValue:
    selection = selection_or_404(selection_id)
    form = ExchangeForm(results_of(selection))
    if not form.validate():
        return _exchange_page(selection, form, 422)
    page = _page(selection)
    with (
        refusals_told_on(page, NOT_EXCHANGED),
        refusals_told_on(_list(selection), REPLACED),
        refusals_beside(
            form,
            {CeilingPassed: ("enters", lambda passed: _why_impossible(selection, passed))},
            again=lambda: _exchange_page(selection, form, 422),
        ),
    ):
        committed(
            lambda: exchange(
                selection,
                leaves=int(form.leaves.data),
                enters=int(form.enters.data),
                justification=form.justification.data,
                by=current_user,
                at=utc_now(),
                seen=form.seen.data or None,
            )
        )
    return redirect_with(
        _("The two people are swapped. The record shows it, with your justification."), page
    )


@bp.get("/selections/<int:selection_id>/confirmation/new")
@requires(Permission.MANAGE_REGISTRATIONS)
def new_confirmation(selection_id: int) -> ResponseReturnValue:
    selection = selection_or_404(selection_id)
    if selection.is_confirmed:
        return refuse_with(standing(), _page(selection))
    return _confirmation_page(selection, ConfirmationForm(formdata=None, seen=selection.edition))


@bp.post("/selections/<int:selection_id>/confirmation/new")
@requires(Permission.MANAGE_REGISTRATIONS)
def create_confirmation(selection_id: int) -> ResponseReturnValue:
    selection, form = selection_or_404(selection_id), ConfirmationForm()
    if not form.validate():
        return _confirmation_page(selection, form, 422)
    told, page = form.told(), _page(selection)
    with (
        refusals_told_on(page, NOT_CONFIRMED),
        refusals_told_on(_list(selection), REPLACED),
    ):
        committed(
            lambda: confirm_selection(
                selection,
                told=told,
                by=current_user,
                at=utc_now(),
                seen=form.seen.data or None,
                reason_for=lambda result: _told(selection, result, told[result.outcome]),
            )
        )
    return redirect_with(_("The selection is confirmed. Everyone gets an email."), page)


@bp.get("/selections/<int:selection_id>/record.xlsx")
@requires(Permission.MANAGE_REGISTRATIONS)
def record(selection_id: int) -> Response:
    selection = selection_or_404(selection_id)
    staff = names_of_staff(staff_of(selection.record))
    results = results_of(selection)
    exported(people=len(results), event=selection.event, narrowed_by={"selection": selection.id})
    content = workbook(record_sheets(selection, results, staff))
    return sent(content, f"{selection.event.slug}-{_('selection')}-{selection.id}.xlsx", XLSX)


def _looked(selection: Selection, *, people: int) -> None:
    narrowed_by = {"selection": selection.id}
    looked(AccessKind.LIST, people=people, event=selection.event, narrowed_by=narrowed_by)


def _told(selection: Selection, result: SelectionResult, told: ReasonTold) -> str:
    with force_locale(result.registration.locale):
        return told_words(selection.record, result, told)


def _page(selection: Selection) -> str:
    return url_for("organizer.selections.show", selection_id=selection.id)


def _list(selection: Selection) -> str:
    return url_for("organizer.selections.index", event_id=selection.event_id)


def _why_impossible(selection: Selection, passed: CeilingPassed) -> str:
    limit = [*passed.limit.group, passed.limit.floor, passed.limit.ceiling]
    rule = limit_words(selection.record, Side.CEILING, limit)
    return str(_("Not possible: %(rule)s.", rule=rule))


def _index_page(event: Event, form: ProposalForm, status: int = 200) -> ResponseReturnValue:
    ranks = ranking(event)
    page = part_asked_for(list(enumerate(ranks, 1)), limit=PAGE)
    looked(AccessKind.LIST, people=len(page.items), event=event)
    return render_template(
        "organizer/selection/proposals/index.html",
        event=event,
        page=page,
        total=len(ranks),
        form=form,
        rules=rules_of(event),
        selections=selections_of(event),
        counts=application_counts(event),
    ), status


def _show_page(selection: Selection, outcome: SelectionOutcome) -> ResponseReturnValue:
    results, record = results_of(selection), selection.record
    page = part_asked_for([r for r in results if r.outcome is outcome], limit=PAGE)
    _looked(selection, people=len(page.items))
    names = {result.registration_id: result.registration.name for result in results}
    staff = names_of_staff({move["by"] for move in record["moves"]})
    return render_template(
        "organizer/selection/proposals/show.html",
        selection=selection,
        event=selection.event,
        outcome=outcome,
        names=names,
        staff=staff,
        page=page,
        counts={each: sum(r.outcome is each for r in results) for each in SelectionOutcome},
        scores={applicant["id"]: applicant for applicant in record["applicants"]},
        reasons=lambda result: reason_words(record, result, names),
        shortfalls=[shortfall_words(record, missed) for missed in record["shortfalls"]],
        outdated=not selection.is_confirmed and is_outdated(selection),
    )


def _exchange_page(
    selection: Selection, form: ExchangeForm, status: int = 200
) -> ResponseReturnValue:
    _looked(selection, people=len(results_of(selection)))
    return render_template(
        "organizer/selection/proposals/exchange.html",
        selection=selection,
        event=selection.event,
        form=form,
    ), status


def _confirmation_page(
    selection: Selection, form: ConfirmationForm, status: int = 200
) -> ResponseReturnValue:
    results = results_of(selection)
    without_address = [r.registration for r in results if not r.registration.email]
    _looked(selection, people=len(without_address))
    return render_template(
        "organizer/selection/proposals/confirmation.html",
        selection=selection,
        event=selection.event,
        form=form,
        counts={each: sum(r.outcome is each for r in results) for each in SelectionOutcome},
        without_address=without_address,
        outdated=is_outdated(selection),
    ), status
