import pytest

from extensions import db
from models.statements import StatementSource
from operations.problems.statements import add_statement
from tests import factories
from tests.statements import count_statements


def walked(program, path):
    items, after = [], ""
    while True:
        page = program.get(f"{path}?limit=3{'&after=' + after if after else ''}")
        assert len(page["items"]) <= 3
        items += page["items"]
        after = page["next"]
        if after is None:
            return items


@pytest.mark.parametrize("count", [0, 3, 4, 10])
def test_a_walk_meets_every_row_exactly_once(program, count):
    event = factories.event()
    for number in range(count):
        factories.event()
        # Same names: the order must still be total.
        factories.registration(event, given_name="Ali", family_name=f"Şen {number % 2}")
        add_statement(
            event, text="Yol", side=None, source=StatementSource.API, by=None, at=factories.NOW
        )
    db.session.commit()
    for path, expected in (
        ("/events", count + 1),
        (f"/events/{event.id}/registrations", count),
        (f"/events/{event.id}/statements", count),
    ):
        ids = [item["id"] for item in walked(program, path)]
        assert len(ids) == len(set(ids)) == expected, path


@pytest.mark.parametrize("limit", ["0", "-1", "ten", "1.5", "9" * 5000, "²"])
def test_a_limit_that_is_no_count_is_refused(program, limit):
    assert list(program.get(f"/events?limit={limit}", 422)["errors"]) == ["limit"]


def test_an_empty_argument_counts_as_not_given(program):
    factories.event()
    assert len(program.get("/events?limit=&status=&kind=")["items"]) == 1


def test_a_limit_beyond_the_most_gives_the_most(program):
    factories.event()
    assert len(program.get("/events?limit=100000")["items"]) == 1


@pytest.mark.parametrize(
    "cursor",
    [
        "x",
        "%00",
        "bnVsbA",
        "W10",
        "WyJhIiwgMV0",
        "WzEsMiwzXQ",
        "WyIyMDI3LTAxLTAxIiwgMV0",
        "WyIwMDAxLTAxLTAxVDAwOjAwOjAwKzAzOjAwIiwgMV0",
        "WyIyMDI3LTAxLTAxVDAwOjAwOjAwKzAwOjAwIiwgOTIyMzM3MjAzNjg1NDc3NTgwN10",
        "a" * 2000,
    ],
)
def test_a_cursor_that_is_none_of_ours_never_fails(program, cursor):
    event = factories.event()
    for path in ("/events", f"/events/{event.id}/registrations", f"/events/{event.id}/statements"):
        answer = program.answer("GET", f"{path}?after={cursor}")
        assert answer.status_code in (200, 422), (path, answer.text)


def test_lists_ask_the_database_as_often_for_three_rows_as_for_one(program):
    program.get("/events")  # writes that the token was used
    event = factories.event()
    factories.registration(event)
    paths = [
        "/events",
        f"/events/{event.id}/registrations",
        f"/events/{event.id}/checkpoints",
        f"/events/{event.id}/statements",
        f"/events/{event.id}/problems",
    ]
    counts: list[list[int]] = []
    for _ in range(2):
        counts.append([])
        for path in paths:
            db.session.rollback()
            db.session.expunge_all()
            with count_statements() as statements:
                program.get(path)
            counts[-1].append(len(statements))
        for _ in range(2):
            factories.event()
            factories.registration(event)
            program.post(f"/events/{event.id}/checkpoints", {"name": "Arka"})
            program.post(f"/events/{event.id}/statements", {"text": "Yol"})
    assert counts[0] == counts[1]
