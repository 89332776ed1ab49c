from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import sqlalchemy as sa

from extensions import db
from models.attempts import Attempts
from operations.base.attempts import attempts_so_far, count_attempt, forget_attempts
from tests.factories import NOW

MINUTE = timedelta(minutes=1)


def count(at=NOW, key: str = "who") -> int:
    return count_attempt(db.session.connection(), key, span=MINUTE, at=at).count


def test_attempts_count_up_within_their_span_and_begin_anew_after_it(app):
    assert [count(), count(NOW + MINUTE / 2)] == [1, 2]
    assert attempts_so_far(db.session.connection(), "who", at=NOW + MINUTE / 2).count == 2
    assert attempts_so_far(db.session.connection(), "who", at=NOW + MINUTE).count == 0
    assert [count(NOW + MINUTE), count(NOW + 1.5 * MINUTE)] == [1, 2]
    assert count(key="another") == 1


def test_spans_that_are_over_are_swept(app):
    count()
    count(NOW + MINUTE, "late")
    assert forget_attempts(db.session.connection(), at=NOW + MINUTE) == 1
    assert forget_attempts(db.session.connection(), at=NOW + MINUTE) == 0
    assert db.session.scalars(sa.select(Attempts.key)).all() == ["late"]


@pytest.mark.race
def test_no_two_attempts_at_once_get_the_same_number(app):
    """By reading the number and writing it back, eight at once get the same on PostgreSQL."""

    def attempt(_number: int) -> list[int]:
        with app.app_context():
            seen = []
            for _ in range(5):
                seen.append(count())
                db.session.commit()
            db.session.remove()
            return seen

    with ThreadPoolExecutor(8) as threads:
        numbers = [number for seen in threads.map(attempt, range(8)) for number in seen]
    assert sorted(numbers) == list(range(1, 41))
