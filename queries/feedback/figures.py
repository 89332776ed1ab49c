"""The statistics of one question, from how often each value was answered."""

from collections.abc import Mapping
from dataclasses import dataclass

from lib.measures.single import Ranked, nps, ranking, summary, top_two
from lib.measures.tallies import Estimate, Interval
from models.forms import Question, QuestionKind
from queries.feedback.results import Values

_K = QuestionKind
NPS_POINTS = range(11)
NO_OPINION = "none"
"""The value that stands for "no opinion" in a tally."""


@dataclass(frozen=True)
class Figures:
    """What can be computed of a kind of question is there, the rest is None or empty."""

    tally: Mapping[int, int]
    """How often each point of a scale was given, also those that nobody gave."""
    no_opinion: int = 0
    mean: float | None = None
    sd: float | None = None
    ci: Interval | None = None
    """95 % by Student's t, of the mean."""
    top_two: Estimate | None = None
    nps: Estimate | None = None
    """From −100 to 100."""
    ranking: tuple[Ranked, ...] = ()


def points_of(question: Question) -> range:
    """The points of a scale, from the lowest; empty for a question that is none."""
    match question.kind:
        case _K.RATING:
            return range(1, 6)
        case _K.SCALE:
            return range(1, (question.points or 5) + 1)
        case _K.NPS:
            return NPS_POINTS
    return range(0)


def numbered_choices(question: Question) -> dict[int, int]:
    """By the choice's id, its number from 1, as answers name it; retired ones come last."""
    kept = sorted(question.choices, key=lambda choice: choice.retired_at is not None)
    return {choice.id: number for number, choice in enumerate(kept, start=1)}


def distribution_of(question: Question, values: Values) -> dict[str, int]:
    """How often each value was given, as answers name it: points, numbers of choices, "yes" and
    "no", "none"; also those that nobody gave. Empty for texts and rankings."""
    if question.kind is _K.RANKING:
        return {}
    names = {value: value for value in map(str, points_of(question))}
    if question.choices:
        names = {str(choice): str(number) for choice, number in numbered_choices(question).items()}
    elif question.kind is _K.YES_NO:
        names = {"1": "yes", "0": "no"}
    elif not names:
        names = {value: value for value in sorted(values, key=_in_order)}
    if question.no_opinion or NO_OPINION in values:
        names[NO_OPINION] = NO_OPINION
    return {name: values.get(value, 0) for value, name in names.items()}


def _in_order(value: str) -> tuple[bool, int, str]:
    return (True, 0, value) if not value.lstrip("-").isdigit() else (False, int(value), value)


def tally_of(question: Question, values: Values) -> dict[int, int]:
    """How often each point of a scale, or each number, was given; empty for kinds without."""
    if question.kind is _K.NUMBER:
        return {int(value): n for value, n in values.items() if value != NO_OPINION}
    return {point: values.get(str(point), 0) for point in points_of(question)}


def figures_of(question: Question, values: Values) -> Figures:
    """The statistics of these answers, of all or of one group."""
    if question.kind is _K.RANKING:
        return Figures({}, ranking=ranking(_places(values)))
    return _scale(question, tally_of(question, values), values.get(NO_OPINION, 0))


def _scale(question: Question, tally: Mapping[int, int], no_opinion: int) -> Figures:
    found, rated = summary(tally), question.kind in (_K.RATING, _K.SCALE)
    return Figures(
        tally,
        no_opinion,
        found.mean,
        found.sd,
        found.ci,
        top_two=top_two(tally, len(points_of(question))) if rated else None,
        nps=nps(tally) if question.kind is _K.NPS else None,
    )


def _places(values: Values) -> dict[tuple[int, int], int]:
    """By choice and place, from "choice:place"."""
    found = {}
    for value, n in values.items():
        choice, place = value.split(":")
        found[int(choice), int(place)] = n
    return found
