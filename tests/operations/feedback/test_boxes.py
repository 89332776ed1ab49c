"""Out of the boxes: several at once, and counted as the rows are."""

from collections import Counter
from collections.abc import Sequence
from datetime import timedelta
from itertools import pairwise
from random import Random

import pytest
import sqlalchemy as sa

from extensions import db
from models.boxes import BoxedResponse, BoxedStatement
from models.feedback import Wave
from models.forms import AskedOf, Choice, Question, QuestionKind
from models.responses import Answer, Response, SubjectAnswer, Tally
from models.sectors import Sector
from models.statements import Statement, StatementSide
from operations.base.answers import Given, NamedProblem, NoOpinion, PickedOther
from operations.feedback.boxes import move_statements
from operations.feedback.closing import close_wave, count_answers
from operations.feedback.taking import GivenAnswers, take_answers
from queries.feedback.waves import questions_of, totals_of
from tests import factories
from tests.factories.feedback import close, count, questions, rights, submit, wave_of

K = QuestionKind
CSO, PUBLIC, ACADEMIA = Sector.CSO, Sector.PUBLIC, Sector.ACADEMIA
NIGHT = factories.NOW.replace(hour=22, minute=30)
"""In Çorum it is the next day."""


@pytest.fixture
def event(app):
    return factories.event(over=True, at=factories.NOW)


def answer(event, number):
    asked = questions(event)[0].id
    for held in rights(event, number):
        submit(held, {asked: 4})
    db.session.commit()


def state(wave):
    totals = totals_of(wave)
    return totals.waiting, totals.counted


def steps():
    found = []
    for moved in count_answers(at=factories.NOW):
        db.session.commit()
        found.append(moved)
    return found


def test_when_ten_wait_all_but_five_are_moved(event):
    answer(event, 9)
    wave = wave_of(event)
    assert (steps(), state(wave)) == ([], (9, 0))
    answer(event, 1)
    assert (steps(), state(wave)) == ([5], (5, 5))
    answer(event, 4)
    assert (steps(), state(wave)) == ([], (9, 5))


def test_at_closing_all_are_moved(event):
    answer(event, 3)
    wave = wave_of(event)
    close_wave(wave, by=None, at=factories.NOW)
    assert (steps(), state(wave)) == ([3, 0], (0, 3))
    assert wave.settled


def test_while_a_wave_is_open_its_totals_never_grow_by_fewer_than_five(event):
    chance = Random(11)  # noqa: S311 - the same every time
    wave = wave_of(event)
    answer(factories.event(over=True, at=factories.NOW), 9)  # of others it does not matter
    seen = []
    for _ in range(12):
        answer(event, chance.randrange(1, 7))
        count()
        seen.append(state(wave)[1])
    grown = {later - before for before, later in pairwise(seen)}
    assert grown & {1, 2, 3, 4} == set()
    assert len(grown) > 2


def test_those_that_stay_are_chosen_by_chance(event):
    """Were it the first or the last ones, the order of arrival would tell who was counted."""
    asked = questions(event)[0].id
    stayed = set()
    for _ in range(4):
        for place, held in enumerate(rights(event, 10)):
            submit(held, {asked: place // 2 + 1})
        count()
        left = db.session.scalars(sa.select(BoxedResponse.answers))
        stayed.add(tuple(sorted(rows[0]["number"] for rows in left)))
        db.session.execute(sa.delete(BoxedResponse))
        db.session.commit()
    assert len(stayed) > 1


def say(wave, number, *, session=None, side=None, text="Yol"):
    db.session.add_all(
        BoxedStatement(wave_id=wave.id, session_id=session and session.id, side=side, text=text)
        for _ in range(number)
    )
    db.session.commit()


def sessions_by_side():
    rows = db.session.execute(
        sa.select(StatementSide.side, Statement.session_id, sa.func.count())
        .select_from(Statement)
        .outerjoin(StatementSide)
        .group_by(StatementSide.side, Statement.session_id)
    )
    return {(side, session): number for side, session, number in rows}


def moved(wave, *, at=factories.NOW, closed=True):
    wave.closed_at = at if closed else None
    db.session.commit()
    move_statements(at=at)
    db.session.commit()


def test_what_the_public_should_not_read_is_masked_when_it_leaves_the_box(event):
    say(wave_of(event), 1, text="Ahmet Yılmaz gelmedi")
    say(wave_of(event), 1, text="Yol bozuk")
    moved(wave_of(event))
    rows = db.session.execute(
        sa.select(Statement.text, Statement.public_text, Statement.unanswered)
    ).all()
    assert set(rows) == {
        ("Ahmet Yılmaz gelmedi", "[kişi adı] gelmedi", True),
        ("Yol bozuk", "Yol bozuk", False),
    }


def test_a_statement_keeps_its_session_where_five_share_it_with_side_and_day(event):
    wave, one, other = wave_of(event), factories.session(event), factories.session(event)
    say(wave, 5, session=one, side=CSO)
    say(wave, 4, session=one, side=PUBLIC)
    say(wave, 4, session=other, side=CSO)
    say(wave, 1, session=one)
    moved(wave)
    assert sessions_by_side() == {
        (CSO, one.id): 5,
        (CSO, None): 4,
        (PUBLIC, None): 4,
        (None, None): 1,
    }


@pytest.mark.parametrize(("later", "keeps"), [(timedelta(), True), (timedelta(days=1), False)])
def test_five_of_another_day_do_not_help(event, later, keeps):
    wave, session = wave_of(event), factories.session(event)
    say(wave, 5, session=session, side=CSO)
    moved(wave)
    say(wave, 1, session=session, side=CSO)
    moved(wave, at=factories.NOW + later)
    assert sessions_by_side().get((CSO, session.id)) == (6 if keeps else 5)


def test_each_statement_keeps_its_own_side(event):
    wave = wave_of(event)
    for side in (CSO, PUBLIC, ACADEMIA):
        say(wave, 5, side=side, text=side.value)
    moved(wave)
    rows = db.session.execute(
        sa.select(Statement.text, StatementSide.side).join(StatementSide)
    ).all()
    assert len(rows) == 15
    assert [row for row in rows if row.text != row.side] == []


def test_a_statement_tells_the_day_on_which_it_was_moved(event):
    wave = wave_of(event)
    say(wave, 10)
    moved(wave, at=NIGHT, closed=False)
    made_on = db.session.scalars(sa.select(Statement.made_on)).all()
    assert made_on == [factories.NOW.date() + timedelta(days=1)] * 5
    assert db.session.scalar(sa.select(sa.func.count(BoxedStatement.id))) == 5


def test_the_rows_that_stay_are_written_anew_where_old_versions_would_lie_about(event):
    if db.engine.dialect.name != "postgresql":
        return  # SQLite overwrites what it deletes
    answer(event, 10)
    files = "SELECT pg_relation_filenode('response_box')"
    before, numbers = db.session.scalar(sa.text(files)), in_box()
    count()
    assert db.session.scalar(sa.text(files)) != before
    assert len(in_box()) == 5 and not in_box() & numbers


def in_box():
    return set(db.session.scalars(sa.select(BoxedResponse.id)))


Key = tuple[int, int, str, str, str]
"""Question, session, side, province, value."""


def every_kind(event) -> list[Question]:
    """A form with one question of each kind that can be asked without a person."""
    form = questions(event)[0].form
    kinds = [
        *(K.SHORT_TEXT, K.LONG_TEXT, K.NUMBER, K.DATE, K.SINGLE_CHOICE, K.MULTIPLE_CHOICE),
        *(K.YES_NO, K.RATING, K.SCALE, K.NPS, K.RANKING, K.PROBLEM, K.PROVINCE),
    ]
    form.questions = [
        Question(position=place, kind=kind, label=kind, points=7, no_opinion=kind is K.SCALE)
        for place, kind in enumerate(kinds, start=1)
    ]
    for question in form.questions:
        if question.kind in (K.SINGLE_CHOICE, K.MULTIPLE_CHOICE, K.RANKING):
            question.choices = [
                Choice(position=place, label=str(place), takes_text=place == 3)
                for place in range(1, 4)
            ]
    about = [
        Question(position=20 + place, kind=kind, label=kind, asked_of=AskedOf.SESSION)
        for place, kind in enumerate([K.RATING, K.PROBLEM])
    ]
    form.questions += about
    db.session.commit()
    return form.questions


def at_random(question: Question, chance: Random) -> Given:  # noqa: PLR0911 - one for each kind
    offered = [choice.id for choice in question.choices]
    match question.kind:
        case K.SHORT_TEXT | K.LONG_TEXT:
            return chance.choice(["4", "none", "Yol\nuzun"])
        case K.NUMBER:
            return chance.randrange(-3, 3)
        case K.DATE:
            return (factories.NOW + timedelta(days=chance.randrange(3))).date()
        case K.SINGLE_CHOICE:
            picked = chance.choice(offered)
            return PickedOther((picked,), "Başka") if picked == offered[2] else (picked,)
        case K.MULTIPLE_CHOICE:
            return tuple(chance.sample(offered, chance.randrange(1, 4)))
        case K.YES_NO:
            return chance.choice([True, False])
        case K.SCALE:
            scale: list[Given] = [NoOpinion.NO_OPINION, 1, 7]
            return chance.choice(scale)
        case K.NPS:
            return chance.randrange(11)
        case K.RANKING:
            return tuple(chance.sample(offered, 3))
        case K.PROBLEM:
            return NamedProblem("Servis yok", hurts=chance.choice([None, 5]))
        case K.PROVINCE:
            return chance.choice(["06", "19"])
    return chance.randrange(1, 6)


@pytest.mark.parametrize("seed", range(3))
def test_tallies_are_what_a_recount_of_the_rows_gives(event, seed):
    chance = Random(seed)  # noqa: S311 - the same every time
    sessions = [factories.session(event).id for _ in range(2)]
    asked, wave = every_kind(event), wave_of(event)
    once = [question for question in asked if question.asked_of is None]
    people: Counter[Key] = Counter()  # of answers about sessions no row tells whose they are
    for held in rights(event, 23):
        some = {q.id: at_random(q, chance) for q in once if chance.random() < 0.7}
        about = {
            (q.id, session): at_random(q, chance)
            for q in asked
            if q.asked_of is not None
            for session in sessions
            if chance.random() < 0.6
        }
        given = GivenAnswers(
            some, about, chance.choice([None, CSO, PUBLIC]), chance.choice([None, "06", "19"])
        )
        for question in {question for question, _session in about}:
            people[question, 0, given.side or "", given.province or "", ""] += 1
        take_answers(
            wave, questions_of(wave), given, right=held.id, nonce=str(held.id), at=factories.NOW
        )
        db.session.commit()
        count()  # as they come, so that most tallies are added to several times
    close(event)
    problems = {question.id for question in asked if question.kind is K.PROBLEM}
    tallies = tallied(wave)
    assert {key: tallies.pop(key) for key in people} == people
    named = {key: tallies.pop(key) for key in list(tallies) if key[0] in problems}
    assert tallies == recounted(asked)
    assert sum(named.values()) == db.session.scalar(sa.select(sa.func.count(Statement.id))) > 20


def tallied(wave: Wave) -> Counter[Key]:
    """Of answers about sessions together, since their rows tell neither side nor province."""
    found: Counter[Key] = Counter()
    for row in db.session.scalars(sa.select(Tally).where(Tally.wave_id == wave.id)):
        about = ("", "") if row.subject_id else (row.side, row.province)
        found[row.question_id, row.subject_id, *about, row.value] += row.count
    return found


def recounted(asked: Sequence[Question]) -> Counter[Key]:
    kinds = {question.id: question.kind for question in asked}
    answered: set[tuple[int, tuple[int, int, str, str]]] = set()
    found: Counter[Key] = Counter()
    rows = db.session.execute(sa.select(Answer, Response).join(Answer.response)).all()
    for answer, response in rows:
        about = (answer.question_id, 0, response.side or "", response.province or "")
        answered.add((response.id, about))
        if (value := value_of(kinds[answer.question_id], answer)) is not None:
            found[*about, value] += 1
    for row in db.session.scalars(sa.select(SubjectAnswer)):
        for value in ("", str(row.number)):
            found[row.question_id, row.subject_id, "", "", value] += 1
    return found + Counter((*about, "") for _response, about in answered)


def value_of(kind, answer):
    if kind in (K.SHORT_TEXT, K.LONG_TEXT):
        return None
    if kind is K.RANKING:
        return f"{answer.choice_id}:{answer.nth + 1}"
    if answer.choice_id is not None:
        return str(answer.choice_id)
    return (
        "none"
        if answer.number is None and answer.text is None
        else answer.text or str(answer.number)
    )
