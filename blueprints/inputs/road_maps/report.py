"""What an institution says of one of its actions."""

from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import SelectField

from blueprints.base import labels
from blueprints.inputs.base import fields as base
from blueprints.inputs.base.controls import DayField
from blueprints.inputs.road_maps.fields import EvidenceField, FigureField
from models.progress import ActionReport
from models.road_maps import Action, ActionStatus
from operations.road_maps.reports import ReportDetails
from operations.road_maps.rules import Objection, ObjectionableAction, refuse_bare_status

OBJECTIONS = {
    Objection.DONE_WITHOUT_EVIDENCE: _l(
        "An action is done once something shows it. Give a link to it."
    ),
    Objection.DROPPED_WITHOUT_REASON: _l("Say why it was dropped."),
    Objection.ENDS_BEFORE_START: _l("The end must not lie before the start."),
    Objection.TARGET_IS_BASELINE: _l(
        "The target must differ from the baseline: otherwise there is no progress to measure."
    ),
    Objection.NUMBER_TAKEN: _l("Another action of this road map has this number."),
    Objection.UNKNOWN_PROBLEM: _l("A problem is no longer there. Search for it again."),
    Objection.OUTSIDE_ROAD_MAP: _l("A province’s road map has no actions elsewhere."),
}


class ReportForm(base.Form):
    """One of several on a page: the page's own token guards all of them."""

    measured = FigureField(_l("Measured"))
    measured_on = DayField(_l("Measured on"))
    status = SelectField(_l("Status"), choices=lambda: labels.choices(ActionStatus))
    explanation = base.paragraphs(
        _l("What was done"), required=False, longest=2000, render_kw={"rows": 3}
    )
    evidence = EvidenceField(
        _l("Evidence"),
        description=_l("One link a line, with its title before it: Minutes https://example.org"),
        render_kw={"rows": 2},
    )
    reason = base.line(_l("Why it was dropped"), required=False, longest=500)

    def __init__(self, action: Action, report: ActionReport | None, *, sent: bool) -> None:
        self.action, self.report, self._sent = action, report, sent
        given: dict[str, Any] = {"status": action.status.value}
        if report is not None:
            names = ("measured", "measured_on", "explanation", "evidence", "reason")
            given |= {name: getattr(report, name) for name in names}
            given["status"] = (report.status or action.status).value
        options: dict[str, Any] = {} if sent else {"formdata": None}
        super().__init__(prefix=f"action-{action.id}-", data=given, meta={"csrf": False}, **options)
        self._before = given

    @property
    def is_touched(self) -> bool:
        """Whether something differs from what stood there before: the others are left alone."""
        if not self._sent:
            return False
        return any(
            field.process_errors or _said(field.data) != _said(self._before.get(field.short_name))
            for field in self
        )

    def validate(self, extra_validators: Any = None) -> bool:
        good = bool(super().validate(extra_validators))
        if not self.explanation.data:
            good = self._refuse(self.explanation, _("Say in a few words what was done."))
        if isinstance(self.measured.data, float) and not self.measured_on.data:
            good = self._refuse(self.measured_on, _("Enter the day of the measurement."))
        try:
            evidence = [*self.action.evidence, *(self.evidence.data or ())]
            refuse_bare_status(
                ActionStatus(self.status.data), evidence=evidence, reason=self.reason.data or ""
            )
        except ObjectionableAction as refused:
            objection = refused.objection
            good = self._refuse(self[objection.value], str(OBJECTIONS[objection]))
        except ValueError:
            good = False
        return good

    def details(self) -> ReportDetails:
        status = ActionStatus(self.status.data)
        measured, day = self.measured.data, self.measured_on.data
        return ReportDetails(
            measured=measured,
            measured_on=day if isinstance(day, date) and measured is not None else None,
            status=None if status is self.action.status else status,
            reason=self.reason.data or "",
            explanation=self.explanation.data or "",
            evidence=self.evidence.data or [],
        )

    def _refuse(self, field: Any, words: str) -> bool:
        if not field.errors:
            field.errors = [words]
        return False


def _said(value: Any) -> Any:
    return None if value in ("", []) else value
