"""Whether two waves asked the same: only then are their answers compared."""

from models.feedback import Wave, WaveLink
from models.forms import Question
from queries.feedback.figures import points_of
from queries.feedback.waves import ReadWave
from queries.surveys.compared import Why


def why_not_waves(a: Wave, b: Wave) -> Why | None:
    """Why nothing of the two is compared.

    Whoever has an open link may answer, often and without being asked: such answers are never
    mixed with those of people who were.
    """
    if not (a.settled and b.settled):
        return Why.NOT_CLOSED
    return Why.OPEN_LINK if _is_open(a) != _is_open(b) else None


def why_not_items(a: ReadWave, b: ReadWave, key: str) -> Why | None:
    """Why the answers to one item are not compared."""
    ours, theirs = _question(a, key), _question(b, key)
    if ours is None or theirs is None:
        return Why.ABSENT
    if (ours.kind, ours.asked_of) != (theirs.kind, theirs.asked_of):
        return Why.KIND
    if _wording(a, ours) != _wording(b, theirs):
        return Why.WORDING
    if points_of(ours) != points_of(theirs):
        return Why.POINTS
    return Why.LABELS if _labels(ours) != _labels(theirs) else None


def _is_open(wave: Wave) -> bool:
    return wave.link is WaveLink.OPEN


def _question(read: ReadWave, key: str) -> Question | None:
    return next((question for question in read.questions if question.key == key), None)


def _wording(read: ReadWave, question: Question) -> list[str]:
    """Of the row of a matrix, the matrix' own wording too: it is half of what is asked."""
    matrix = read.matrices.get(question.matrix_id or 0)
    return [each.asked_as or each.label for each in (matrix, question) if each]


def _labels(question: Question) -> tuple[str, str, list[str]]:
    offered = [choice.label for choice in question.choices if choice.retired_at is None]
    return question.low, question.high, offered
