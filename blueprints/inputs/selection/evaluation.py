"""An evaluator's judgement of one application: a number for each criterion."""

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import Field

from blueprints.base.languages import language
from blueprints.inputs.base import fields as base
from blueprints.inputs.selection.criterion import whole_number
from models.selection import Criterion, Evaluation


class EvaluationForm(base.Form):
    """`points` are the fields of the criteria, in their order; see `evaluation_form`."""

    comment = base.paragraphs(
        _l("Comment"),
        required=False,
        longest=2000,
        description=_l("The organisers read it; other evaluators and the applicant do not."),
        render_kw={"rows": 3},
    )
    _numbers: Sequence[int] = ()

    @property
    def points(self) -> list[Field]:
        return [self[_name(number)] for number in self._numbers]

    def given(self) -> dict[int, int]:
        return {number: self[_name(number)].data for number in self._numbers}


class InterestForm(base.Form):
    comment = base.paragraphs(
        _l("What connects you with the applicant"),
        required=False,
        longest=500,
        description=_l("For the organisers only."),
        render_kw={"rows": 2},
    )


def evaluation_form(
    criteria: Sequence[Criterion], own: Evaluation | None, **options: Any
) -> EvaluationForm:
    """The form with a field for each criterion; `own` is the evaluator's earlier evaluation."""
    fields = {
        _name(criterion.id): whole_number(
            criterion.name_in(language()),
            least=0,
            most=criterion.most,
            description=_(
                "From 0 to %(most)d points; weight %(weight)d",
                most=criterion.most,
                weight=criterion.weight,
            ),
        )
        for criterion in criteria
    }
    made = type(
        "EvaluationFormOfEvent",
        (EvaluationForm,),
        {**fields, "_numbers": [criterion.id for criterion in criteria]},
    )
    if own:
        options |= {_name(score.criterion_id): score.points for score in own.scores}
        options |= {"comment": own.comment}
    form: EvaluationForm = made(**options)
    return form


def _name(number: int) -> str:
    return f"points_{number}"
