"""People answer while answers are moved and while their wave is closed."""

from collections import Counter
from functools import partial
from time import sleep

import pytest
import sqlalchemy as sa

from extensions import db
from models.boxes import BoxedResponse
from models.events import Event
from models.feedback import Right, Wave
from models.responses import Response
from models.sectors import Sector
from models.statements import Statement, StatementSource
from operations.base.answers import Given, NamedProblem
from operations.feedback.boxes import STAYING
from operations.feedback.closing import close_wave, count_answers
from operations.feedback.taking import AlreadyAnswered, WaveClosed
from operations.problems.statements import add_statement
from queries.feedback.waves import totals_of
from tests import factories
from tests.factories.feedback import close, count, questions, rights, submit
from tests.operations.feedback.recount import recounted, tallied
from tests.turns import in_threads, while_held

PEOPLE, AT_ONCE = 30, 5


@pytest.mark.race
def test_all_answer_at_once_while_answers_are_moved_and_the_wave_is_closed(app):
    """Each answer is counted or refused, and nobody waits for somebody who waits for them."""
    event = factories.event(over=True, at=factories.NOW)
    numbers = [held.id for held in rights(event, PEOPLE)]
    wave_id = rights(event, 1)[0].wave_id
    asked = [question.id for question in questions(event)]
    outcomes: list[str] = []

    def answer(mine: list[int]) -> None:
        for number in mine:
            outcomes.append(outcome_of(number, asked))

    def move() -> None:
        while len(outcomes) < PEOPLE:
            count()

    def close_it() -> None:
        while len(outcomes) < PEOPLE / 2:
            sleep(0.01)
        close_wave(db.session.get_one(Wave, wave_id), by=None, at=factories.NOW)
        db.session.commit()

    people = [partial(answer, numbers[nth::AT_ONCE]) for nth in range(AT_ONCE)]
    in_threads(app, *people, move, move, close_it)
    count()
    taken = Counter(outcomes)
    assert taken["counted"] >= PEOPLE / 2 and taken["counted"] + taken["closed"] == PEOPLE
    wave = db.session.get_one(Wave, wave_id)
    assert wave.settled and sum(n for _, n in wave.rates["sector"].values()) == taken["counted"]
    said = db.session.scalars(sa.select(Statement.text)).all()
    assert len(set(said)) == len(said) == taken["counted"]
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Response)) == taken["counted"]
    assert tallied(wave) == recounted(wave)


def outcome_of(number: int, asked: list[int]) -> str:
    given: dict[int, Given] = {asked[0]: number % 5 + 1, asked[6]: NamedProblem(f"Sorun {number}")}
    held = db.session.get(Right, number)
    if held is None:  # the wave was settled, and the right deleted
        db.session.rollback()
        return "closed"
    try:
        submit(held, given)
        db.session.commit()
    except (WaveClosed, AlreadyAnswered):
        db.session.rollback()
        return "closed"
    return "counted"


def test_a_wave_that_is_closed_after_the_last_move_is_settled_the_next_time(app):
    first, second = (factories.event(over=True, at=factories.NOW) for _ in range(2))
    for event in (first, second):
        [rating, *_, problem] = questions(event)
        for held in rights(event, 3):
            submit(held, {rating.id: 4, problem.id: NamedProblem("Süre yetmiyor")})
    late = rights(second, 1)[0].wave
    close_wave(rights(first, 1)[0].wave, by=None, at=factories.NOW)
    db.session.commit()
    for _moved in count_answers(at=factories.NOW):
        db.session.commit()
        if db.session.scalar(sa.select(sa.func.count(Statement.id))) == 3:
            close_wave(late, by=None, at=factories.NOW)
            db.session.commit()
    waiting = db.session.scalar(sa.select(sa.func.count(BoxedResponse.id)))
    assert (waiting, late.settled) == (3, False)
    wave = close(second)
    assert wave.settled and tallied(wave) == recounted(wave)


@pytest.mark.race
def test_two_who_settle_a_wave_at_once_keep_its_rates(app):
    event = factories.event(over=True, at=factories.NOW)
    held = rights(event, 8)
    for mine in held[:6]:
        submit(mine, {})
    close_wave(held[0].wave, by=None, at=factories.NOW)
    db.session.commit()
    in_threads(app, *[count] * 4)
    [wave] = db.session.scalars(sa.select(Wave))
    assert [sum(both) for both in zip(*wave.rates["sector"].values(), strict=True)] == [8, 6]


@pytest.mark.race
def test_a_side_that_is_written_while_a_wave_is_settled_stays(app):
    event = factories.event(over=True, at=factories.NOW)
    close_wave(rights(event, 1)[0].wave, by=None, at=factories.NOW)
    db.session.commit()

    def say() -> None:
        add_statement(
            db.session.get_one(Event, event.id),
            text="Masada söylendi",
            side=Sector.CSO,
            source=StatementSource.ORGANIZER,
            by=None,
            at=factories.NOW,
        )

    while_held(app, say, count)
    assert db.session.scalars(sa.select(Statement)).one().side is Sector.CSO
    assert db.session.scalars(sa.select(Wave)).one().settled


def test_who_reads_a_box_for_long_holds_up_nobody_but_the_worker(app):
    """As a backup does."""
    if db.engine.dialect.name != "postgresql":
        return  # its readers lock nothing
    event = factories.event(over=True, at=factories.NOW)
    held = rights(event, 12)
    wave = held[0].wave
    with db.engine.connect() as reading:
        reading.execute(sa.select(BoxedResponse.id))
        for mine in held[:10]:
            submit(mine, {})
        db.session.commit()
        count()
        assert totals_of(wave).waiting == 10
        submit(held[10], {})
        db.session.commit()
    count()
    assert totals_of(wave).waiting == STAYING
