"""Inputs of moderators about a problem's place in its list: a score, its details, the weights."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import RadioField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, NumberRange

from blueprints.inputs.base import fields as base
from blueprints.inputs.base.controls import NumberField
from lib.priority import Weights
from operations.problems.details import ProblemDetails

WHOLE = 100


def _points(label: str, *, low: str, high: str, description: str) -> RadioField:
    def choices() -> list[SelectChoice]:
        ends = {1: low, 5: high}
        return [
            SelectChoice(str(n), f"{n} – {ends[n]}" if n in ends else str(n)) for n in range(1, 6)
        ]

    return RadioField(
        label,
        [InputRequired(_l("Choose one."))],
        choices=choices,
        coerce=str,
        description=description,
        invalid_value_message=_l("Choose one."),
    )


class ScoreForm(base.Form):
    impact = _points(
        _l("Impact"),
        low=_l("very little"),
        high=_l("very much"),
        description=_l("How much would change if this problem were solved?"),
    )
    feasibility = _points(
        _l("Feasibility"),
        low=_l("very hard"),
        high=_l("very easy"),
        description=_l("How well can it be solved with the means there are?"),
    )

    def score(self) -> dict[str, int]:
        return {"impact": int(self.impact.data), "feasibility": int(self.feasibility.data)}


class DetailsForm(base.Form):
    summary = base.paragraphs(
        _l("Summary"),
        required=False,
        longest=2000,
        description=_l("Two or three sentences for those who do not read the statements."),
    )
    summary_en = base.paragraphs(_l("Summary in English"), required=False, longest=2000)
    topic = base.line(
        _l("Topic"),
        required=False,
        longest=100,
        description=_l("One or two words, the same for all problems on the subject."),
    )
    not_taken_up = base.paragraphs(
        _l("Why it is not taken up"),
        required=False,
        longest=2000,
        description=_l("Fill this in only if nothing will be done. Everyone can read it."),
    )
    not_taken_up_en = base.paragraphs(
        _l("Why it is not taken up, in English"), required=False, longest=2000
    )

    def details(self) -> ProblemDetails:
        return ProblemDetails(
            summary=self.summary.data or "",
            summary_en=self.summary_en.data or "",
            topic=self.topic.data or "",
            not_taken_up=self.not_taken_up.data or "",
            not_taken_up_en=self.not_taken_up_en.data or "",
        )


def _weight(label: str) -> NumberField:
    within = _l("Enter a whole number from 0 to 100.")
    return NumberField(
        label,
        [InputRequired(within), NumberRange(0, WHOLE, within)],
        render_kw={"inputmode": "numeric", "min": 0, "max": WHOLE},
    )


class WeightsForm(base.Form):
    both_sides = _weight(_l("Both sides"))
    provinces = _weight(_l("Provinces"))
    harm = _weight(_l("How much it hurts"))
    votes = _weight(_l("Votes"))
    count = _weight(_l("Statements"))

    def weights(self) -> Weights:
        return Weights(
            self.both_sides.data,
            self.provinces.data,
            self.harm.data,
            self.votes.data,
            self.count.data,
        )

    def validate(self, *arguments: Any, **options: Any) -> bool:
        """The weights are also looked at together."""
        if not super().validate(*arguments, **options):
            return False
        total = sum(vars(self.weights()).values())
        if total != WHOLE:
            words = _("The weights must add up to 100; these add up to %(total)d.", total=total)
            self.count.errors = [*self.count.errors, words]
        return bool(total == WHOLE)
