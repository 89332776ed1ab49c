from flask import Blueprint, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user

from blueprints.base.access import requires
from blueprints.base.found import round_or_404, workshop_or_404
from blueprints.base.pages import redirect_with
from blueprints.base.refusals import Words, refusals_told_on
from blueprints.base.transactions import committed
from blueprints.inputs.workshops.workshop import DotsForm, RoundForm
from blueprints.organizer.workshops.moderation import page_of
from lib.clock import utc_now
from models.workshops import Round, RoundKind, Workshop
from operations.workshops.rounds import RoundIsOpen, close_round, open_round
from operations.workshops.workshops import WorkshopOver
from policy import Permission

bp = Blueprint("rounds", __name__)

REFUSED: Words = {
    RoundIsOpen: _l("Such a round is open already."),
    WorkshopOver: _l("This workshop is closed."),
}


@bp.post("/workshops/<int:workshop_id>/writing")
@requires(Permission.MODERATE_PROBLEMS)
def create_writing(workshop_id: int) -> ResponseReturnValue:
    return _opened(workshop_or_404(workshop_id), RoundKind.WRITE, RoundForm(prefix="write"))


@bp.post("/workshops/<int:workshop_id>/mine-too")
@requires(Permission.MODERATE_PROBLEMS)
def create_mine_too(workshop_id: int) -> ResponseReturnValue:
    return _opened(workshop_or_404(workshop_id), RoundKind.MINE_TOO, RoundForm(prefix="mine"))


@bp.post("/workshops/<int:workshop_id>/dots")
@requires(Permission.MODERATE_PROBLEMS)
def create_dots(workshop_id: int) -> ResponseReturnValue:
    return _opened(workshop_or_404(workshop_id), RoundKind.DOTS, DotsForm(prefix="dots"))


@bp.post("/rounds/<int:round_id>/closing")
@requires(Permission.MODERATE_PROBLEMS)
def close(round_id: int) -> ResponseReturnValue:
    closing = round_or_404(round_id)

    def act() -> Round:
        close_round(closing, by=current_user, at=utc_now())
        return closing

    committed(act)
    return redirect_with(_("The round is closed."), path_of(closing.workshop))


def _opened(workshop: Workshop, kind: RoundKind, form: RoundForm) -> ResponseReturnValue:
    if not form.validate():
        return page_of(workshop, status=422, forms={kind: form})
    dots, most = (form.dots.data, form.most.data) if isinstance(form, DotsForm) else (0, 0)
    with refusals_told_on(path_of(workshop), REFUSED):
        committed(
            lambda: open_round(
                workshop,
                kind,
                dots=dots,
                most=most,
                hidden=form.hidden.data and kind is not RoundKind.WRITE,
                by=current_user,
                at=utc_now(),
            )
        )
    return redirect_with(
        _("The round is open. The phones show it by themselves."), path_of(workshop)
    )


def path_of(workshop: Workshop) -> str:
    return url_for("organizer.moderation.show", workshop_id=workshop.id)
