"""What the terms of a priority weigh, for those who see all provinces."""

from flask import Blueprint, abort, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from blueprints.base.access import requires
from blueprints.base.pages import redirect_with
from blueprints.inputs.problems.weighing import WeightsForm
from extensions import db
from lib.clock import utc_now
from operations.problems.weights import change_weights
from policy import Permission
from queries.problems.weights import versions_of_weights, weights_in_force

bp = Blueprint("problem_weights", __name__, url_prefix="/problems/weights")


@bp.get("")
@requires(Permission.MODERATE_PROBLEMS)
def edit() -> ResponseReturnValue:
    return _page(WeightsForm(formdata=None, obj=weights_in_force()))


@bp.post("")
@requires(Permission.MODERATE_PROBLEMS)
def update() -> ResponseReturnValue:
    form = WeightsForm()
    if not form.validate():
        return _page(form, 422)
    _for_all_provinces()
    made = change_weights(form.weights(), by=current_user, at=utc_now())
    db.session.commit()
    return redirect_with(
        _("The weights are saved as version %(version)d.", version=made.version),
        url_for(".edit"),
    )


def _page(form: WeightsForm, status: int = 200) -> ResponseReturnValue:
    _for_all_provinces()
    page = render_template(
        "organizer/problems/weights.html", form=form, versions=versions_of_weights()
    )
    return page, status


def _for_all_provinces() -> None:
    """They hold for every province: to those of one they are not there."""
    if current_user.province is not None:
        abort(404)
