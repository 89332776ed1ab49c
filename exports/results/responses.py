"""Single answers of a wave for a spreadsheet, from how they are kept."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from exports.response_tables import Chosen, Item, ItemKind, NoOpinion, Responses, Value
from exports.results.words import Wording
from models.forms import Question, QuestionKind
from queries.feedback.figures import points_of
from queries.feedback.results import ItemResult, Results
from queries.feedback.rows import KeptAnswer

_K = QuestionKind
_LEFT_OUT = {_K.PROBLEM, _K.FILE, _K.CONSENT}
"""Of a problem nothing is kept here but that one was named."""
_KINDS = {
    _K.RATING: ItemKind.NUMBER,
    _K.SCALE: ItemKind.NUMBER,
    _K.NPS: ItemKind.NUMBER,
    _K.NUMBER: ItemKind.NUMBER,
    _K.SINGLE_CHOICE: ItemKind.CHOICE,
    _K.YES_NO: ItemKind.CHOICE,
    _K.MULTIPLE_CHOICE: ItemKind.CHOICES,
    _K.RANKING: ItemKind.RANKING,
}


def responses_to_write(
    results: Results,
    responses: Iterable[Sequence[KeptAnswer]],
    loose: Iterable[KeptAnswer],
    wording: Wording,
) -> Responses:
    """Of the questions that at least five people answered."""
    asked = {item.question.id: item.question for item in shown_questions(results)}
    labels = {number: wording.label(matrix) for number, matrix in results.matrices.items()}
    items = [_item(question, labels, wording) for question in asked.values()]
    return Responses(
        items=items,
        rows=(_row(answers, asked) for answers in responses),
        loose=_loose(loose, asked),
    )


def shown_questions(results: Results) -> list[ItemResult]:
    return [
        item for item in results.items if item.n is not None and item.question.kind not in _LEFT_OUT
    ]


def _item(question: Question, labels: Mapping[int, str], wording: Wording) -> Item:
    above = labels.get(question.matrix_id or 0)
    own = wording.label(question)
    return Item(
        key=question.key,
        label=f"{above}: {own}" if above else own,
        kind=_KINDS.get(question.kind, ItemKind.TEXT),
        points=_points(question, wording),
        choices=_choices(question, wording),
        has_other=any(choice.takes_text for choice in question.choices),
        linked=question.asked_of is None,
    )


def _points(question: Question, wording: Wording) -> Mapping[int, str] | None:
    points, ends = points_of(question), wording.ends(question)
    labels = {points[0]: ends.low, points[-1]: ends.high} if points else {}
    return {point: labels.get(point, "") for point in points} or None


def _choices(question: Question, wording: Wording) -> Sequence[str]:
    if question.kind is _K.YES_NO:
        return [wording.value(question, value) for value in ("1", "0")]
    return [choice.label_in(wording.locale) for choice in question.choices]


def _row(answers: Iterable[KeptAnswer], asked: Mapping[int, Question]) -> dict[str, Value]:
    found = {}
    for answer in answers:
        question = asked.get(answer.question_id)
        if question is not None and (value := _value(question, answer)) is not None:
            found[question.key] = value
    return found


def _loose(
    answers: Iterable[KeptAnswer], asked: Mapping[int, Question]
) -> Iterator[tuple[str, Value]]:
    for answer in answers:
        question = asked.get(answer.question_id)
        if question is not None and (value := _value(question, answer)) is not None:
            yield question.key, value


def _value(question: Question, answer: KeptAnswer) -> Value | None:
    first = answer.rows[0]
    if question.choices:
        return _chosen(question, answer)
    if question.kind is _K.YES_NO:
        return Chosen([1 if first.number else 2])
    if question.kind not in _KINDS:
        return first.text if first.text is not None else None
    return NoOpinion() if first.number is None else int(first.number)


def _chosen(question: Question, answer: KeptAnswer) -> Chosen:
    numbers = {choice.id: number for number, choice in enumerate(question.choices, start=1)}
    other = next((row.text for row in answer.rows if row.text), "")
    return Chosen([numbers[row.choice_id] for row in answer.rows if row.choice_id], other)
