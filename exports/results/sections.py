"""A results page or report, section by section: the finding, and each question below it."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from flask_babel import gettext as _

from exports.charts.canvas import NARROW
from exports.charts.figure import Chart, FigureTable
from exports.charts.numbers import decimal, share, whole
from exports.results.charts import (
    answers_of,
    chart_of,
    groups_chart_of,
    has_mean,
    matrix_chart_of,
    score_of,
)
from exports.results.sentences import sentence_of
from exports.results.words import CUTS, Wording
from lib.measures.single import Ranked
from lib.measures.tallies import moments
from models.forms import Question, QuestionKind
from queries.feedback.figures import figures_of, points_of
from queries.feedback.results import ItemResult, Results, Values

_K = QuestionKind
MOST_DRAWN = 12
"""The most groups that are drawn below each question."""


@dataclass(frozen=True, kw_only=True)
class Section:
    """One question, or a matrix with its rows."""

    question: Question
    heading: str
    n: int | None
    missing: int | None = None
    sentence: str = ""
    chart: Chart | None = None
    groups_chart: Chart | None = None
    groups_table: FigureTable | None = None
    """Of what has no means: each answer and its share in each group."""
    rows: Sequence["Section"] = field(default_factory=list)


def sections_of(results: Results, wording: Wording, *, width: int = NARROW) -> list[Section]:
    """In the form's order; the rows of a matrix below it. Of many groups there is one table in
    all, see `groups_overview`."""
    if is_crowded(results):
        items = [replace(item, groups=()) for item in results.items]
        results = replace(results, items=items)
    return [
        _matrix(matrix, items, wording, width) if matrix else _section(items[0], wording, width)
        for matrix, items in _grouped(results)
    ]


def finding_table(results: Results, wording: Wording) -> FigureTable | None:
    """The means of all scales and scores, and beside them those of each group that may be shown;
    None where nothing was rated."""
    rated = [item for item in results.items if item.n is not None and has_mean(item.question)]
    if not rated:
        return None
    groups = list(results.groups) if results.by and not is_crowded(results) else []
    headings = [_("Question"), _("Scale"), _("Answers"), _("Mean of all")]
    headings += [wording.group(group) for group in groups]
    rows = [
        [
            wording.label(item.question),
            _scale(item.question),
            whole(item.n or 0),
            _mean(item.question, item.values),
            *(_mean_of_group(item, group) for group in groups),
        ]
        for item in rated
    ]
    return FigureTable(headings, rows)


def is_crowded(results: Results) -> bool:
    """Whether there are too many groups to be drawn below each question, as provinces can be."""
    return len(results.groups) > MOST_DRAWN


def groups_overview(results: Results, wording: Wording) -> FigureTable | None:
    """The means of many groups, a row each; None where each question draws them."""
    rated = [item for item in results.items if item.n is not None and has_mean(item.question)]
    if not is_crowded(results) or not rated or results.by is None:
        return None
    headings = [str(CUTS[results.by]), _("Answers")]
    rows = [
        [wording.group(group), whole(n), *(_mean_of_group(item, group) for item in rated)]
        for group, n in results.groups.items()
    ]
    return FigureTable([*headings, *(wording.label(item.question) for item in rated)], rows)


def mix_table(results: Results, wording: Wording) -> FigureTable | None:
    """How many answers each group that may be shown gave; None where none may be."""
    if not results.groups or results.by is None:
        return None
    total = results.totals.counted
    rows = [
        [wording.group(group), whole(n), share(n, total)] for group, n in results.groups.items()
    ]
    return FigureTable([str(CUTS[results.by]), _("Answers"), _("Share")], rows)


def _grouped(results: Results) -> list[tuple[Question | None, list[ItemResult]]]:
    """Each question by itself, and the rows of each matrix together."""
    rows: dict[int, list[ItemResult]] = {}
    found: list[tuple[Question | None, list[ItemResult]]] = []
    for item in results.items:
        matrix = results.matrices.get(item.question.matrix_id or 0)
        if matrix is None:
            found.append((None, [item]))
        elif matrix.id in rows:
            rows[matrix.id].append(item)
        else:
            rows[matrix.id] = [item]
            found.append((matrix, rows[matrix.id]))
    return found


def _section(item: ItemResult, wording: Wording, width: int) -> Section:
    id = f"chart-{item.question.id}"
    return Section(
        question=item.question,
        heading=wording.label(item.question),
        n=item.n,
        missing=item.missing,
        sentence=sentence_of(item, wording),
        chart=chart_of(item, wording, id=id, width=width),
        groups_chart=groups_chart_of(item, wording, id=f"{id}-groups", width=width),
        groups_table=_groups_table(item, wording),
    )


def _matrix(matrix: Question, items: Sequence[ItemResult], wording: Wording, width: int) -> Section:
    return Section(
        question=matrix,
        heading=wording.label(matrix),
        n=max((item.n for item in items if item.n is not None), default=None),
        chart=matrix_chart_of(matrix, items, wording, id=f"chart-{matrix.id}", width=width),
        rows=[_section(item, wording, width) for item in items],
    )


def _scale(question: Question) -> str:
    points = points_of(question)
    if question.kind is _K.NPS:
        return "NPS"
    return f"{points[0]}–{points[-1]}"


def _mean(question: Question, values: Values) -> str:
    """The mean alone: its interval would take most of a long table's time."""
    if question.kind is _K.NPS:
        score = score_of(figures_of(question, values))
        return decimal(score.value, 0) if score else "–"
    sums = moments({point: values.get(str(point), 0) for point in points_of(question)})
    return decimal(sums.mean) if sums.n else "–"


def _mean_of_group(item: ItemResult, group: object) -> str:
    found = next((each for each in item.groups if each.group == group), None)
    return _mean(item.question, found.values) if found else "–"


def _groups_table(item: ItemResult, wording: Wording) -> FigureTable | None:
    if not item.groups or has_mean(item.question) or wording.by is None:
        return None
    answers = _answers_by_group(item, wording)
    if not answers:
        return None
    names = [f"{wording.group(of.group)} (n\u00a0=\u00a0{whole(of.n)})" for of in item.groups]
    return FigureTable([_("Answer"), *names], answers)


def _answers_by_group(item: ItemResult, wording: Wording) -> list[list[str]]:
    """The share of each answer in each group; of a ranking, the mean places."""
    if item.question.kind is _K.RANKING:
        return _places_by_group(item, wording)
    if item.question.kind not in {_K.SINGLE_CHOICE, _K.MULTIPLE_CHOICE, _K.YES_NO}:
        return []
    return [
        [label, *(share(of.values.get(value, 0), of.n) for of in item.groups)]
        for value, label in answers_of(item.question, item.values, wording).items()
    ]


def _places_by_group(item: ItemResult, wording: Wording) -> list[list[str]]:
    places = [
        {each.choice: decimal(each.mean_place) for each in _ranked(item.question, of.values)}
        for of in item.groups
    ]
    return [
        [choice.label_in(wording.locale), *(found.get(choice.id, "–") for found in places)]
        for choice in item.question.choices
    ]


def _ranked(question: Question, values: Values) -> Sequence[Ranked]:
    return figures_of(question, values).ranking
