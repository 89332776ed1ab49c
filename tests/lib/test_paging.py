import base64
import json

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from extensions import db
from lib.paging import BadCursor, page_of
from models.events import Event
from models.statements import Statement
from tests import factories

no_reset = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
anything = st.text(st.characters(exclude_categories=[]), max_size=80)
plain = st.none() | st.booleans() | st.integers() | st.floats() | anything
values = st.recursive(plain, lambda inner: st.lists(inner, max_size=3), max_leaves=6)
moments = st.sampled_from(
    ["2027-01-01", "2027-01-01T00:00:00", "0001-01-01T00:00:00+23:59", "9999-12-31T23:59:59-23:00"]
)


def page(after: str | None, *, limit: int = 2, descending: bool = False):
    return page_of(
        db.session(),
        sa.select(Event),
        Event.starts_at,
        Event.id,
        limit=limit,
        after=after,
        descending=descending,
    )


def cursor(value: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")


@pytest.mark.parametrize("descending", [False, True])
def test_walking_the_pages_shows_every_row_once(app, descending):
    for _ in range(5):  # all start in the same moment, so that the number decides
        factories.event(at=factories.NOW)
    seen, after = [], None
    while True:
        found = page(after, descending=descending)
        seen += [event.id for event in found.items]
        if (after := found.next) is None:
            break
    assert seen == sorted(seen, reverse=descending) and len(set(seen)) == 5


@no_reset
@given(after=anything | values.map(cursor) | st.tuples(moments, st.integers()).map(cursor))
def test_any_text_as_a_cursor_gives_a_page_or_is_refused(app, after):
    try:
        page(after)
    except BadCursor:
        db.session.rollback()


@pytest.mark.parametrize("number", [2**31, -(2**31) - 1, 2**63, 10**400])
def test_a_number_that_the_column_cannot_hold_is_refused(app, number):
    with pytest.raises(BadCursor):
        page(cursor(["2027-01-01T00:00:00+00:00", number]))


def test_a_column_of_large_numbers_takes_large_numbers(app):
    rows = sa.select(Statement)
    assert page_of(db.session(), rows, Statement.id, limit=1, after=cursor([2**62])).items == []


@pytest.mark.parametrize("text", ["\0", "a\0b", "\ud800"])
def test_a_text_that_the_column_cannot_hold_is_refused(app, text):
    with pytest.raises(BadCursor):
        page_of(db.session(), sa.select(Event), Event.slug, limit=1, after=cursor([text]))
