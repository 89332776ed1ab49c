from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user

from blueprints.base import table_files
from blueprints.base.access import requires
from blueprints.base.found import delegation_or_404, event_or_404
from blueprints.base.lists import page_asked_for
from blueprints.base.looks import exported, looked
from blueprints.base.pages import redirect_with
from blueprints.base.refusals import WordsBeside, refusals_beside
from blueprints.base.transactions import committed
from blueprints.inputs.registrations.delegation import DelegationForm
from blueprints.shared.registrations.words import reminded_words
from extensions import db
from letters.delegations import delegation_address
from lib.clock import utc_now
from models.accesses import AccessKind
from models.delegations import Delegation
from models.events import Event
from operations.registrations.delegations import (
    AlreadyInvited,
    FewerThanNominated,
    change_delegation,
    invite_again,
    invite_delegation,
    remind_to_complete,
    revoke_link,
)
from policy import Permission
from queries.registrations.delegations import (
    delegations_of,
    nominees,
    progress_of,
    with_access_code,
)

bp = Blueprint("delegations", __name__)

PAGE = 50
PEOPLE = 100
_REFUSED: WordsBeside = {
    AlreadyInvited: (
        "institution",
        _l(
            "This institution has already been invited, with the same contact person. Change "
            "that delegation instead."
        ),
    ),
    FewerThanNominated: ("size", _l("More people than that are nominated already.")),
}


@bp.get("/events/<int:event_id>/delegations")
@requires(Permission.MANAGE_REGISTRATIONS)
def index(event_id: int) -> ResponseReturnValue:
    event = event_or_404(event_id)
    page = page_asked_for(lambda after: delegations_of(event, limit=PAGE, after=after))
    looked(AccessKind.LIST, people=len(page.items), event=event)
    return render_template(
        "organizer/registrations/delegations/index.html",
        event=event,
        page=page,
        progress=progress_of(page.items),
    )


@bp.get("/events/<int:event_id>/delegations/new")
@requires(Permission.MANAGE_REGISTRATIONS)
def new(event_id: int) -> ResponseReturnValue:
    event = event_or_404(event_id)
    return _form_page(event, DelegationForm(event, formdata=None))


@bp.post("/events/<int:event_id>/delegations/new")
@requires(Permission.MANAGE_REGISTRATIONS)
def create(event_id: int) -> ResponseReturnValue:
    event = event_or_404(event_id)
    form = DelegationForm(event)
    if not form.validate():
        return _form_page(event, form, 422)
    with refusals_beside(form, _REFUSED, again=lambda: _form_page(event, form, 409)):
        delegation = committed(
            lambda: invite_delegation(event, form.details(), by=current_user, at=utc_now())
        )
    return redirect_with(
        _("The institution is invited; the email will be sent."), _page(delegation)
    )


@bp.get("/delegations/<int:delegation_id>")
@requires(Permission.MANAGE_REGISTRATIONS)
def show(delegation_id: int) -> ResponseReturnValue:
    delegation = delegation_or_404(delegation_id)
    page = page_asked_for(lambda after: nominees(delegation, limit=PEOPLE, after=after))
    looked(
        AccessKind.LIST,
        people=len(page.items),
        event=delegation.event,
        narrowed_by={"delegation": delegation_id},
    )
    return render_template(
        "organizer/registrations/delegations/show.html",
        event=delegation.event,
        delegation=delegation,
        page=page,
        at=utc_now(),
        progress=progress_of([delegation])[delegation.id],
        address=delegation_address(delegation),
    )


@bp.get("/delegations/<int:delegation_id>/edit")
@requires(Permission.MANAGE_REGISTRATIONS)
def edit(delegation_id: int) -> ResponseReturnValue:
    delegation = delegation_or_404(delegation_id)
    form = DelegationForm(delegation.event, delegation=delegation, formdata=None)
    return _form_page(delegation.event, form, delegation=delegation)


@bp.post("/delegations/<int:delegation_id>/edit")
@requires(Permission.MANAGE_REGISTRATIONS)
def update(delegation_id: int) -> ResponseReturnValue:
    delegation = delegation_or_404(delegation_id)
    form = DelegationForm(delegation.event, delegation=delegation)
    if not form.validate():
        return _form_page(delegation.event, form, 422, delegation=delegation)
    with refusals_beside(
        form,
        _REFUSED,
        again=lambda: _form_page(delegation.event, form, 409, delegation=delegation),
    ):
        committed(
            lambda: change_delegation(delegation, form.details(), by=current_user, at=utc_now())
        )
    return redirect_with(_("The delegation is saved."), _page(delegation))


@bp.post("/delegations/<int:delegation_id>/invitations")
@requires(Permission.MANAGE_REGISTRATIONS)
def invite(delegation_id: int) -> ResponseReturnValue:
    delegation = delegation_or_404(delegation_id)
    invite_again(delegation, by=current_user, at=utc_now())
    db.session.commit()
    return redirect_with(_("The email with the link will be sent again."), _page(delegation))


@bp.post("/delegations/<int:delegation_id>/link-revocation")
@requires(Permission.MANAGE_REGISTRATIONS)
def revoke(delegation_id: int) -> ResponseReturnValue:
    delegation = delegation_or_404(delegation_id)
    revoke_link(delegation, by=current_user, at=utc_now())
    db.session.commit()
    return redirect_with(
        _(
            "The old link no longer works. Send the email again, so that the contact person gets "
            "the new one."
        ),
        _page(delegation),
    )


@bp.post("/delegations/<int:delegation_id>/reminders")
@requires(Permission.MANAGE_REGISTRATIONS)
def remind(delegation_id: int) -> ResponseReturnValue:
    delegation = delegation_or_404(delegation_id)
    count = remind_to_complete(delegation, by=current_user, at=utc_now())
    db.session.commit()
    return redirect_with(reminded_words(count), _page(delegation))


@bp.get("/delegations/<int:delegation_id>/codes.pdf")
@requires(Permission.MANAGE_REGISTRATIONS)
def codes(delegation_id: int) -> ResponseReturnValue:
    delegation = delegation_or_404(delegation_id)
    people = with_access_code(delegation.event, delegation)
    narrowed_by = {"delegation": delegation_id}
    exported(people=len(people), event=delegation.event, narrowed_by=narrowed_by)
    return table_files.code_sheet(delegation.event, people)


@bp.get("/events/<int:event_id>/codes.pdf")
@requires(Permission.MANAGE_REGISTRATIONS)
def codes_of_event(event_id: int) -> ResponseReturnValue:
    event = event_or_404(event_id)
    people = with_access_code(event)
    exported(people=len(people), event=event)
    return table_files.code_sheet(event, people)


def _page(delegation: Delegation) -> str:
    return url_for("organizer.delegations.show", delegation_id=delegation.id)


def _form_page(
    event: Event, form: DelegationForm, status: int = 200, *, delegation: Delegation | None = None
) -> ResponseReturnValue:
    if delegation:  # its contact person
        looked(AccessKind.LIST, people=1, event=event, narrowed_by={"delegation": delegation.id})
    page = render_template(
        "organizer/registrations/delegations/form.html",
        event=event,
        form=form,
        delegation=delegation,
    )
    return page, status
