"""Fields for answers on a scale: ratings, scales of 2 to 11 points, and 0 to 10."""

from collections.abc import Callable, Sequence
from typing import Any

from flask_babel import gettext as _
from wtforms import RadioField
from wtforms.fields import SelectChoice

from blueprints.inputs.forms.presence import presence
from models.forms import Question
from operations.base.answers import NoOpinion

NPS_POINTS = range(11)
_NO_OPINION = NoOpinion.NO_OPINION


def rating_labels() -> list[str]:
    """Labels from 1 to 5; only the ends have words."""
    return ends_said(range(1, 6), _("not at all"), _("very much"))


def hurts_labels() -> list[str]:
    """Labels from 1 to 5 for how much a problem hurts."""
    return ends_said(range(1, 6), _("hardly"), _("very much"))


def ends_said(points: range, low: str, high: str) -> list[str]:
    """«1 – low», «2», … «5 – high»: only the ends have words, where there are any."""
    words = [str(point) for point in points]
    words[0] += f" – {low}" if low else ""
    words[-1] += f" – {high}" if high else ""
    return words


def rating(question: Question, label: str, options: dict[str, Any]) -> Any:
    return points_field(label, range(1, 6), rating_labels(), presence(question), **options)


def scale(question: Question, label: str, locale: str, options: dict[str, Any]) -> Any:
    points = range(1, (question.points or 5) + 1)
    words = ends_said(points, question.low_in(locale), question.high_in(locale))
    no_opinion = bool(question.no_opinion)
    rules = presence(question)
    return points_field(label, points, words, rules, no_opinion=no_opinion, **options)


def nps(question: Question, label: str, locale: str, options: dict[str, Any]) -> Any:
    low = question.low_in(locale) or _("not at all likely")
    high = question.high_in(locale) or _("extremely likely")
    words = ends_said(NPS_POINTS, low, high)
    return points_field(label, NPS_POINTS, words, presence(question), **options)


def points_field(
    label: str,
    points: range,
    words: Sequence[str],
    rules: list[Any],
    *,
    no_opinion: bool = False,
    **options: Any,
) -> Any:
    """Radios for the points. `data` is an int, NO_OPINION, or None where nothing was chosen."""
    choices = [SelectChoice(str(n), said) for n, said in zip(points, words, strict=True)]
    if no_opinion:
        choices.append(SelectChoice(_NO_OPINION.value, _("No opinion")))
    return RadioField(
        label,
        rules,
        choices=choices,
        coerce=_point_or_refusal(points, no_opinion),
        invalid_value_message=_("Choose one."),
        **options,
    )


def _point_or_refusal(points: range, no_opinion: bool) -> Callable[[Any], int | NoOpinion]:
    # As text, since « 5» and «05» would be other answers for conditions on them.
    found: dict[str, int | NoOpinion] = {str(point): point for point in points}
    if no_opinion:
        found |= {_NO_OPINION.value: _NO_OPINION, str(_NO_OPINION): _NO_OPINION}

    def point(value: Any) -> int | NoOpinion:
        if (answer := found.get(str(value))) is None:
            raise ValueError(_("Choose one."))
        return answer

    return point
