"""What phones send counts once, whatever comes twice, late or too much."""

from threading import Barrier

import pytest
import sqlalchemy as sa

from extensions import db
from models.problems import ProblemStanding
from models.sectors import Sector
from models.statements import Statement, StatementState
from models.workshops import SeatStatement, Send, Vote, Workshop
from operations.workshops import votes
from operations.workshops.rounds import close_round
from operations.workshops.sending import ForeignSeat, NoSeat
from operations.workshops.workshops import WorkshopOver, close_workshop
from queries.workshops.room import room_of
from tests import factories
from tests.factories import NOW, problems, workshops
from tests.statements import count_statements
from tests.turns import PATIENCE, at_once


@pytest.fixture
def room(app):
    return workshops.workshop()


def problem_in(room: Workshop, title: str = "Yol"):
    made = problems.problem(room.event, title)
    db.session.commit()
    return made


def counted(room: Workshop) -> dict[int, tuple[int, int]]:
    """By problem: seats and dots."""
    return {
        number: (tally.seats, tally.dots)
        for each in room_of(room).rounds
        for number, tally in each.votes.items()
    }


def test_a_sentence_goes_on_the_events_list_and_waits_for_a_moderator(room):
    workshops.round_of(room, "write")
    told = workshops.phone(room).write("Toplantı duyurusu bize ulaşmıyor.", side=Sector.CSO)
    [statement] = db.session.scalars(sa.select(Statement)).all()
    assert (told.status, told.answer) == (
        200,
        {"kind": "statement", "statement": str(statement.id), "state": "received"},
    )
    assert statement.text == "Toplantı duyurusu bize ulaşmıyor."
    assert (statement.event_id, statement.workshop_id) == (room.event_id, room.id)
    assert (statement.state, statement.side) == (StatementState.RECEIVED, Sector.CSO)


def test_where_it_shows_at_once_a_sentence_is_visible(app):
    room = workshops.workshop(shows_at_once=True)
    workshops.round_of(room, "write")
    phone = workshops.phone(room)
    assert phone.write().answer["state"] == "visible"
    assert phone.write("Beni 0532 123 45 67 numarasından arayın.").answer["state"] == "received"


def test_a_replayed_send_counts_once_and_is_answered_alike(room):
    opened = workshops.round_of(room, "write")
    phone = workshops.phone(room)
    first = phone.write(nonce="1")
    assert phone.write(nonce="1") == first
    assert phone.write("Başka bir ifade", nonce="1") == first
    close_round(opened, by=None, at=NOW)
    assert phone.write(nonce="1") == first
    assert db.session.scalar(sa.select(sa.func.count(Statement.id))) == 1


def test_a_refused_send_is_refused_again_under_its_nonce(room):
    phone = workshops.phone(room)
    first = phone.write(nonce="1")
    workshops.round_of(room, "write")
    assert (first.status, first.answer) == (409, {"why": "round-closed"})
    assert phone.write(nonce="1") == first
    assert phone.write(nonce="2").status == 200


def test_two_phones_may_use_the_same_nonce(room):
    workshops.round_of(room, "write")
    for phone in (workshops.phone(room), workshops.phone(room)):
        assert phone.write(nonce="1").status == 200
    assert db.session.scalar(sa.select(sa.func.count(Statement.id))) == 2


def test_dots_are_absolute_and_end_at_what_a_seat_has(room):
    workshops.round_of(room)
    road, water = problem_in(room), problem_in(room, "Su")
    phone, other = workshops.phone(room), workshops.phone(room)
    assert phone.dots(road.id, 3).answer == {
        "kind": "dots",
        "problem": road.id,
        "dots": 3,
        "left": 2,
    }
    assert phone.dots(road.id, 4).answer == {"why": "too-many-dots"}  # at most three on one
    assert phone.dots(water.id, 3).status == 422  # five in all
    assert phone.dots(water.id, 2).answer["left"] == 0
    assert other.dots(road.id, 1).status == 200
    assert counted(room) == {road.id: (2, 4), water.id: (1, 2)}
    assert phone.dots(road.id, 1).answer["left"] == 2
    assert phone.dots(road.id, 0).answer["left"] == 3
    assert counted(room) == {road.id: (1, 1), water.id: (1, 2)}


def test_dots_follow_a_problem_that_was_merged(room):
    workshops.round_of(room)
    road, street = problem_in(room), problem_in(room, "Sokak")
    phone = workshops.phone(room)
    phone.dots(street.id, 3)
    street.standing, street.merged_into_id = ProblemStanding.MERGED, road.id
    db.session.commit()
    assert counted(room) == {road.id: (1, 3)}
    assert phone.dots(street.id, 2).answer["left"] == 3  # a phone that does not know it yet
    assert counted(room) == {road.id: (1, 2)}


def test_mine_too_counts_once_a_seat_and_can_be_taken_back(room):
    workshops.round_of(room, "mine_too")
    workshops.round_of(room, "write")
    road, phone = problem_in(room), workshops.phone(room)
    said = phone.mine_too(road.id)
    assert said.answer == {"kind": "mine_too", "problem": road.id, "mine": True}
    phone.mine_too(road.id)
    assert counted(room) == {road.id: (1, 1)}
    phone.mine_too(road.id, dots=0)
    assert counted(room) == {}
    sentence = db.session.get_one(Statement, int(phone.write().answer["statement"]))
    other = workshops.phone(room)
    assert other.mine_too(statement=sentence.id).answer == {"why": "no-such-statement"}
    sentence.state = StatementState.VISIBLE
    assert other.mine_too(statement=sentence.id).answer["mine"]
    sentence.state, sentence.problem = StatementState.JOINED, road
    assert counted(room) == {road.id: (1, 1)}  # shown through the problem


@pytest.mark.parametrize("kind", ["statement", "mine_too", "dots"])
def test_nothing_counts_without_an_open_round_of_its_kind(room, kind):
    rounds = {"statement": "write", "mine_too": "mine_too", "dots": "dots"}
    for other in rounds.keys() - {kind}:
        workshops.round_of(room, rounds[other])
    told = workshops.phone(room).send(kind, text="Yol", problem=problem_in(room).id, dots=1)
    assert (told.status, told.answer) == (409, {"why": "round-closed"})


def test_problems_of_another_list_and_dissolved_ones_take_no_votes(room):
    workshops.round_of(room)
    phone = workshops.phone(room)
    gone = problem_in(room)
    gone.standing = ProblemStanding.DISSOLVED
    elsewhere = problems.problem(factories.event())
    db.session.commit()
    for number in (gone.id, elsewhere.id, 2**31 - 1):
        assert phone.dots(number, 1).answer == {"why": "no-such-problem"}
    assert db.session.scalar(sa.select(sa.func.count(Vote.id))) == 0


def test_what_is_missing_or_too_long_is_said(room):
    for kind in ("write", "mine_too", "dots"):
        workshops.round_of(room, kind)
    phone = workshops.phone(room)
    assert phone.write("").answer == {"why": "no-text"}
    assert phone.write("ş" * 2001).answer == {"why": "text-too-long"}
    assert phone.write("ş" * 2000).status == 200
    for told in (phone.mine_too(), phone.send("dots", dots=1), phone.send("dots", problem=1)):
        assert (told.status, told.answer) == (422, {"why": "unreadable"})


def test_only_a_seat_of_this_workshop_sends(room):
    workshops.round_of(room, "write")
    with pytest.raises(NoSeat):
        workshops.Phone(room.id, "guessed").write()
    stranger = workshops.phone(workshops.workshop())
    with pytest.raises(ForeignSeat):
        workshops.Phone(room.id, stranger.key).write()


def test_after_closing_nothing_tells_who_wrote_what_and_votes_stay(room):
    workshops.round_of(room, "write")
    workshops.round_of(room)
    road, phone = problem_in(room), workshops.phone(room)
    phone.write()
    phone.dots(road.id, 2)
    close_workshop(room, by=None, at=NOW)
    db.session.commit()
    for table in (SeatStatement, Send):
        assert db.session.scalar(sa.select(sa.func.count()).select_from(table)) == 0
    assert counted(room) == {road.id: (1, 2)}
    seen = room_of(room)
    assert (seen.seats, seen.dots, seen.own) == (1, 2, {})
    assert not [each for each in seen.rounds if each.is_open]
    with pytest.raises(WorkshopOver):
        phone.write()


def test_a_vote_takes_at_most_ten_statements(room):
    for kind in ("write", "mine_too", "dots"):
        workshops.round_of(room, kind)
    road, phone = problem_in(room), workshops.phone(room)
    phone.dots(road.id, 1)
    for act, most in (
        (lambda: phone.dots(road.id, 2), 8),
        (lambda: phone.mine_too(road.id), 7),
        (phone.write, 10),
    ):
        db.session.remove()
        with count_statements() as seen:
            act()
        assert len(seen) <= most, seen


def _both(app, phone, *numbers):
    """Sends three dots to each of the two problems at once; how many count in all."""
    waiting = iter(numbers)
    at_once(app, lambda: phone.dots(next(waiting), 3), times=2)
    return db.session.scalar(sa.select(sa.func.sum(Vote.dots)))


@pytest.mark.race
def test_a_seat_that_sends_twice_at_once_never_gives_more_than_it_has(app, room):
    workshops.round_of(room)
    road, water, phone = problem_in(room), problem_in(room, "Su"), workshops.phone(room)
    assert _both(app, phone, road.id, water.id) == 3


@pytest.mark.race
def test_it_would_if_the_seat_were_let_go_before_the_dots_are_written(app, room, monkeypatch):
    """The proof for the test above: a commit gives up the lock of the seat, and of the database."""
    workshops.round_of(room)
    road, water, phone = problem_in(room), problem_in(room, "Su"), workshops.phone(room)
    looked, both = votes._given, Barrier(2)

    def let_go(*arguments):
        given = looked(*arguments)
        db.session.commit()
        both.wait(PATIENCE)
        return given

    monkeypatch.setattr(votes, "_given", let_go)
    assert _both(app, phone, road.id, water.id) == 6
