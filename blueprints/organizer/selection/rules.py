"""Floors and ceilings by sector, province, gender and institution."""

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user

from blueprints.base.access import requires
from blueprints.base.found import selecting_event_or_404, selection_rule_or_404
from blueprints.base.pages import redirect_with
from blueprints.base.refusals import WordsBeside, refusals_beside
from blueprints.base.transactions import committed
from blueprints.inputs.selection.rule import SelectionRuleForm, each_of, rule_form
from blueprints.shared.selection.words import group_words
from extensions import db
from lib.clock import utc_now
from models.events import Event
from models.selection import Dimension, SelectionRule
from operations.selection.rules import (
    FloorAboveCeiling,
    FloorsAbovePlaces,
    RuleExists,
    add_rule,
    change_rule,
    remove_rule,
)
from policy import Permission
from queries.base import arguments
from queries.selection.proposals import rules_of

bp = Blueprint("selection_rules", __name__)

_REFUSED: WordsBeside = {
    RuleExists: ("value", _l("There is a rule for this already; change that one.")),
    FloorsAbovePlaces: (
        "floor",
        lambda refusal: _(
            "The minimums together would be %(floors)d, but the event has %(places)d places. "
            "Lower one of them.",
            floors=refusal.floors,
            places=refusal.places,
        ),
    ),
    FloorAboveCeiling: (
        "ceiling",
        _l("The maximum cannot be less than the minimum. Correct one of them."),
    ),
}
"""Words at the field that would have to change."""


@bp.get("/events/<int:event_id>/selection-rules")
@requires(Permission.MANAGE_REGISTRATIONS)
def index(event_id: int) -> ResponseReturnValue:
    event = selecting_event_or_404(event_id)
    return render_template(
        "organizer/selection/rules/index.html",
        event=event,
        rules=rules_of(event),
        rule_words=rule_words,
        Dimension=Dimension,
    )


@bp.get("/events/<int:event_id>/selection-rules/new")
@requires(Permission.MANAGE_REGISTRATIONS)
def new(event_id: int) -> ResponseReturnValue:
    event, dimension = selecting_event_or_404(event_id), _dimension()
    return _form_page(event, dimension, rule_form(dimension, formdata=None))


@bp.post("/events/<int:event_id>/selection-rules/new")
@requires(Permission.MANAGE_REGISTRATIONS)
def create(event_id: int) -> ResponseReturnValue:
    event, dimension = selecting_event_or_404(event_id), _dimension()
    form = rule_form(dimension)
    if not form.validate():
        return _form_page(event, dimension, form, 422)
    with refusals_beside(form, _REFUSED, again=lambda: _form_page(event, dimension, form, 422)):
        committed(lambda: add_rule(event, form.details(), by=current_user, at=utc_now()))
    return redirect_with(_("The rule is added."), _list(event))


@bp.get("/selection-rules/<int:rule_id>/edit")
@requires(Permission.MANAGE_REGISTRATIONS)
def edit(rule_id: int) -> ResponseReturnValue:
    rule = selection_rule_or_404(rule_id)
    form = rule_form(rule.dimension, rule=rule, formdata=None)
    return _form_page(rule.event, rule.dimension, form, rule=rule)


@bp.post("/selection-rules/<int:rule_id>/edit")
@requires(Permission.MANAGE_REGISTRATIONS)
def update(rule_id: int) -> ResponseReturnValue:
    rule = selection_rule_or_404(rule_id)
    form = rule_form(rule.dimension, rule=rule)
    if not form.validate():
        return _form_page(rule.event, rule.dimension, form, 422, rule=rule)
    with refusals_beside(
        form,
        _REFUSED,
        again=lambda: _form_page(rule.event, rule.dimension, form, 422, rule=rule),
    ):
        committed(lambda: change_rule(rule, form.details(), by=current_user, at=utc_now()))
    return redirect_with(_("The rule is saved."), _list(rule.event))


@bp.post("/selection-rules/<int:rule_id>/removal")
@requires(Permission.MANAGE_REGISTRATIONS)
def destroy(rule_id: int) -> ResponseReturnValue:
    rule = selection_rule_or_404(rule_id)
    page = _list(rule.event)
    remove_rule(rule, by=current_user, at=utc_now())
    db.session.commit()
    return redirect_with(_("The rule is deleted."), page)


def rule_words(rule: SelectionRule) -> str:
    if rule.value is None:
        return each_of(rule.dimension)
    return group_words({"institutions": {}}, rule.dimension, rule.value)


def _dimension() -> Dimension:
    return arguments.member(Dimension, request.args, "by") or Dimension.SECTOR


def _list(event: Event) -> str:
    return url_for("organizer.selection_rules.index", event_id=event.id)


def _form_page(
    event: Event,
    dimension: Dimension,
    form: SelectionRuleForm,
    status: int = 200,
    *,
    rule: SelectionRule | None = None,
) -> ResponseReturnValue:
    page = render_template(
        "organizer/selection/rules/form.html",
        event=event,
        dimension=dimension,
        form=form,
        rule=rule,
        Dimension=Dimension,
    )
    return page, status
