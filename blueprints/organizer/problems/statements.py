from flask import Blueprint
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from blueprints.base.access import requires
from blueprints.base.found import event_or_404, or_404, statement_or_404
from blueprints.base.pages import redirect_with
from blueprints.inputs.problems.problems import StatementForm
from blueprints.organizer.problems.problems import list_page, problems_path
from extensions import db
from lib.clock import utc_now
from models.scopes import Scope
from models.statements import StatementSource
from operations.problems.lists import held_list
from operations.problems.problems import detach_statement
from operations.problems.statements import add_statement
from policy import Permission

bp = Blueprint("statements", __name__)


@bp.post("/events/<int:event_id>/statements")
@requires(Permission.MODERATE_PROBLEMS)
def create(event_id: int) -> ResponseReturnValue:
    """Add a statement made in the room, from a flip chart."""
    event, form = event_or_404(event_id), StatementForm()
    if not form.validate():
        return list_page(event, statement_form=form, status=422)
    add_statement(
        event,
        text=form.text.data,
        side=form.side.data,
        source=StatementSource.ORGANIZER,
        by=current_user,
        at=utc_now(),
    )
    db.session.commit()
    return redirect_with(_("The statement is on the list."), problems_path(event))


@bp.post("/statements/<bigint:statement_id>/detachment")
@requires(Permission.MODERATE_PROBLEMS)
def detach(statement_id: int) -> ResponseReturnValue:
    event = or_404(statement_or_404(statement_id).event)
    held_list(Scope(event_id=event.id))
    detach_statement(statement_or_404(statement_id), by=current_user, at=utc_now())
    db.session.commit()
    return redirect_with(_("The statement is ungrouped again."), problems_path(event))
