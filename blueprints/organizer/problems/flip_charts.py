"""Typing off a flip chart: text, Enter, next."""

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from blueprints.base.access import requires
from blueprints.base.found import event_or_404
from blueprints.base.pages import redirect_with
from blueprints.base.transactions import committed
from blueprints.inputs.base.submissions import ours_or_new
from blueprints.inputs.problems.flip_charts import FlipChartForm
from lib.clock import utc_now
from models.events import Event
from operations.problems.flip_charts import type_off
from policy import Permission

bp = Blueprint("flip_charts", __name__)

_KEPT = ("side", "session", "table_label")


@bp.get("/events/<int:event_id>/statements/new")
@requires(Permission.MODERATE_PROBLEMS)
def new(event_id: int) -> ResponseReturnValue:
    event = event_or_404(event_id)
    set_before = {name: request.args.get(name, "") for name in _KEPT}
    return _form_page(event, FlipChartForm.of(event, formdata=None, data=set_before))


@bp.post("/events/<int:event_id>/statements/new")
@requires(Permission.MODERATE_PROBLEMS)
def create(event_id: int) -> ResponseReturnValue:
    """The same form sent twice, as by a double Enter, counts once."""
    event = event_or_404(event_id)
    form = FlipChartForm.of(event)
    if not form.validate():
        return _form_page(event, form, 422)
    committed(
        lambda: type_off(
            event_or_404(event_id),
            submission_key=ours_or_new(form.submission_key.data),
            text=form.text.data,
            side=form.side.data,
            session=form.sessions.get(form.session.data),
            table_label=form.table_label.data or "",
            by=current_user,
            at=utc_now(),
        )
    )
    kept = {name: request.form[name] for name in _KEPT if request.form.get(name)}
    return redirect_with(
        _("Saved: “%(text)s”", text=form.text.data[:80]),
        url_for(".new", event_id=event_id, **kept),  # type: ignore[arg-type]
    )


def _form_page(event: Event, form: FlipChartForm, status: int = 200) -> ResponseReturnValue:
    page = render_template("organizer/problems/flip_charts/new.html", event=event, form=form)
    return page, status
