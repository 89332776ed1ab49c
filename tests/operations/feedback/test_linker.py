"""Nobody finds who wrote an answer or a sentence, be it with the whole disk in the hand."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from random import SystemRandom
from secrets import token_hex

import pytest
import sqlalchemy as sa

from extensions import db
from lib.sqlite import wipe_log
from models.sectors import Sector
from operations.base.answers import Given, NamedProblem
from operations.feedback.boxes import MOVED_AT
from tests import factories
from tests.factories.feedback import close, count, questions, rights, submit
from tests.operations.feedback.designs import BEFORE, TODAY, answer_as_before, old
from tests.operations.feedback.linker import Moments, possible_authors, seen

PEOPLE = 25
FEWEST = 5
CLOSED = 26
SIDES = (Sector.CSO, Sector.PUBLIC)
"""They come in turn: of the first ten, five speak for either side."""


@dataclass
class Told:
    """Twenty-five people answered, and this is the truth of it."""

    order: list[int] = field(default_factory=list)
    """The numbers of their invitations, in the order of their answers."""
    wrote: dict[str, int] = field(default_factory=dict)
    speak_for: dict[str, set[int]] = field(default_factory=dict)
    """Those who are of the side that was stated."""
    looks: dict[int, Moments] = field(default_factory=dict)
    """Copies of the database, by how many had answered; the last one after the closing."""
    joined: int = 0
    """How many sentences are found in answers."""

    def found(self, *looks: int, by_sides: bool = False) -> dict[str, set[int]]:
        """For each answer and sentence from whom it may come; its author is always among them."""
        told = self.speak_for if by_sides else {}
        found = possible_authors([self.looks[look] for look in looks], self.order, told)
        assert len(found) == 2 * PEOPLE
        assert all(self.wrote[mark] in people for mark, people in found.items())
        return found


def mark(kind: str) -> str:
    return f"{kind}-{token_hex(6).upper()}x"


def worker(*, wipes: bool = True) -> None:
    """What it does every five seconds."""
    count()
    if wipes:
        assert wipe_log(db.engine)


def told_by_all(*, looks: Collection[int], work: Callable[[], None] = worker) -> Told:
    """All answer one after the other, and the worker comes each time; copies after so many."""
    event, told = factories.event(over=True, at=factories.NOW), Told()
    if db.engine.dialect.name == "postgresql":  # dead rows of other tests hold the same people
        db.session.execute(sa.text("TRUNCATE rights"))
    held = rights(event, PEOPLE, sides=SIDES)
    by_side = [SystemRandom().sample(held[nth::2], len(held[nth::2])) for nth in (0, 1)]
    in_turn = [by_side[nth % 2][nth // 2] for nth in range(PEOPLE)]
    told.order = [mine.invitation_id for mine in in_turn]
    asked = questions(event)
    db.session.commit()
    assert wipe_log(db.engine)
    for nth, mine in enumerate(in_turn):
        comment, sentence = mark("A"), mark("S")
        for text in (comment, sentence):
            told.wrote[text] = told.order[nth]
            told.speak_for[text] = set(told.order[nth % 2 :: 2])
        given: dict[int, Given] = {
            asked[0].id: nth % 5 + 1,
            asked[4].id: comment,
            asked[6].id: NamedProblem(sentence),
        }
        submit(mine, given, side=SIDES[nth % 2])
        db.session.commit()
        work()
        if nth + 1 in looks:
            told.looks[nth + 1] = seen(TODAY, told.order)
    if CLOSED in looks:
        close(event)
        work()
        told.looks[CLOSED] = seen(TODAY, told.order)
    told.joined = db.session.scalar(sa.text(_JOINED))
    return told


_JOINED = "SELECT count(*) FROM statements s JOIN answers a ON a.text LIKE '%' || s.text || '%'"


@pytest.fixture
def told(app):
    """Told once on each database; the copies are all that is looked at."""
    name = db.engine.dialect.name
    if name not in _told:
        _told[name] = told_by_all(looks=[10, 12, 15, 20, 25, CLOSED])
    return _told[name]


_told: dict[str, Told] = {}


def narrowest(found: dict[str, set[int]]) -> int:
    return min(map(len, found.values()))


def test_a_copy_of_all_files_leaves_at_least_ten_people_for_everything(told):
    assert narrowest(told.found(CLOSED)) >= MOVED_AT


def test_a_copy_made_while_five_wait_in_the_box_leaves_at_least_ten(told):
    assert narrowest(told.found(25)) >= MOVED_AT


def test_copies_after_every_move_leave_at_least_five_people_for_everything(told):
    assert narrowest(told.found(10, 15, 20, 25, CLOSED)) >= FEWEST


def test_a_copy_made_midway_tells_of_what_lies_alone_in_the_box(told):
    """Two of twelve came after the tenth, and lie beside who used a right. What came after the copy
    and left with them is told apart from them; nothing else is."""
    found = told.found(12, CLOSED)
    narrow = {mark for mark, people in found.items() if len(people) < FEWEST}
    seen_in_box = {mark for mark, person in told.wrote.items() if person in told.order[10:12]}
    left_with_them = {mark for mark, person in told.wrote.items() if person in told.order[12:15]}
    assert all(len(found[mark]) == 1 for mark in seen_in_box)
    assert narrow - left_with_them == seen_in_box


def test_no_text_joins_an_answer_to_a_sentence(told):
    assert told.joined == 0


def test_what_people_say_of_themselves_narrows_further(told):
    """The linker also uses the sides that were stated, which stand beside the answers."""
    of_anybody, of_a_side = told.found(CLOSED), told.found(CLOSED, by_sides=True)
    assert all(people < of_anybody[mark] for mark, people in of_a_side.items())


def test_the_linker_finds_all_where_rights_and_answers_share_what_a_copy_shows(app):
    """The twin: nothing is moved, and the log is never cut."""
    told = told_by_all(work=lambda: None, looks=[PEOPLE])
    assert {mark: {person} for mark, person in told.wrote.items()} == told.found(PEOPLE)


def test_sqlites_log_tells_until_it_is_cut(app):
    if db.engine.dialect.name != "sqlite":
        return
    told = told_by_all(work=lambda: worker(wipes=False), looks=[CLOSED])
    assert {mark: {person} for mark, person in told.wrote.items()} == told.found(CLOSED)


@pytest.mark.parametrize("wiped", [False, True])
def test_the_linker_finds_all_in_the_design_before(app, wiped):
    """By transactions, by the log, or by the mere places of rows in the file."""
    told = Told(order=SystemRandom().sample(range(1, PEOPLE + 1), PEOPLE))
    old.create_all(db.engine)
    try:
        people = [{"id": person, "answered": False} for person in sorted(told.order)]
        db.session.execute(old.tables["old_invitations"].insert(), people)
        db.session.commit()
        assert wipe_log(db.engine)
        for person in told.order:
            comment, sentence = mark("A"), mark("S")
            told.wrote |= {comment: person, sentence: person}
            answer_as_before(person, comment, sentence)
        if wiped:
            assert wipe_log(db.engine)
        told.looks[PEOPLE] = seen(BEFORE, told.order)
        joined = "SELECT count(*) FROM old_statements JOIN old_answers USING (text)"
        assert db.session.scalar(sa.text(joined)) == PEOPLE
    finally:
        db.session.rollback()
        old.drop_all(db.engine)
    assert {mark: {person} for mark, person in told.wrote.items()} == told.found(PEOPLE)
