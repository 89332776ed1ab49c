"""Tallies: answers are counted once, as they leave the box, and never again."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import Any

from extensions import db
from lib.inserts import insert_into
from models.boxes import BoxedResponse
from models.forms import COUNTED_APART, QuestionKind
from models.responses import Tally

_K = QuestionKind
_KEYS = ("wave_id", "question_id", "subject_id", "side", "province", "value")


def count_up(responses: Iterable[BoxedResponse], kinds: Mapping[int, QuestionKind]) -> None:
    """Add the answers of these responses to the tallies (see models.responses.Tally)."""
    counted = Counter[tuple[Any, ...]]()
    for response in responses:
        about = (response.side or "", response.province or "")
        rows = sorted(response.answers, key=lambda row: (_subject(row), row["nth"]))
        for (question, subject), of_question in groupby(rows, key=_subject):
            for value in values_of(kinds[question], list(of_question)):
                counted[response.wave_id, question, subject, *about, value] += 1
        for question in {question for question, subject in map(_subject, rows) if subject}:
            counted[response.wave_id, question, 0, *about, ""] += 1
    if not counted:
        return
    insert = insert_into(Tally, dialect=db.engine.dialect.name)
    added = insert.on_conflict_do_update(
        index_elements=_KEYS, set_={"count": Tally.count + insert.excluded.count}
    )
    db.session.execute(
        added,
        [
            dict(zip(_KEYS, key, strict=True)) | {"count": count}
            for key, count in sorted(counted.items())
        ],
    )


def values_of(kind: QuestionKind, rows: Sequence[Mapping[str, Any]]) -> list[str]:
    """What one person's answer to one question adds one to; always "" for "answered"."""
    if kind in COUNTED_APART:
        return [""]
    if kind is _K.RANKING:
        return ["", *(f"{row['choice_id']}:{row['nth'] + 1}" for row in rows)]
    given = [_value(row) for row in rows]
    return ["", *("none" if value is None else str(value) for value in given)]


def _value(row: Mapping[str, Any]) -> Any:
    """A choice before what was written beside it."""
    found = (row.get(name) for name in ("choice_id", "number", "text"))
    return next((value for value in found if value is not None), None)


def _subject(row: Mapping[str, Any]) -> tuple[int, int]:
    return row["question_id"], row["subject_id"]
