"""From scores to places: proposed, explained, confirmed, frozen."""

from datetime import timedelta
from fractions import Fraction

import pytest
import sqlalchemy as sa

from extensions import db
from models.audit import AuditAction, AuditEntry
from models.letters import Letter, LetterKind
from models.registrations import RegistrationStatus
from models.sectors import Sector
from models.selection import Dimension, ReasonTold, Selection, SelectionOutcome
from operations.registrations.entries import change_status
from operations.selection.confirmation import (
    NoPlaceLeft,
    Outdated,
    confirm_selection,
    write_selection_letters,
)
from operations.selection.evaluations import NotEvaluable, submit_evaluation
from operations.selection.proposals import (
    AlreadyConfirmed,
    CeilingPassed,
    NoSuchExchange,
    NotAllScored,
    TooManyPlaces,
    chosen_numbers,
    exchange,
    propose,
)
from operations.selection.rules import FloorAboveCeiling, FloorsAbovePlaces, RuleExists
from queries.selection.proposals import results_of
from queries.selection.ranking import ranking
from tests import factories
from tests.factories import NOW
from tests.factories import selection as made

LATER = NOW + timedelta(days=1)
NOTHING = dict.fromkeys(SelectionOutcome, ReasonTold.NOTHING)


@pytest.fixture
def by(app):
    return factories.user()


@pytest.fixture
def visit(by):
    event = made.study_visit(capacity=3)
    made.criterion(event, by=by)
    return event


def proposed(event, by, *, places=3, reserves=1) -> Selection:
    selection = propose(event, places=places, reserves=reserves, by=by, at=NOW)
    db.session.commit()
    return selection


def confirm(selection, by, *, told=NOTHING, reason=""):
    confirm_selection(selection, told=told, reason_for=lambda _result: reason, by=by, at=LATER)
    db.session.commit()


def outcomes(selection) -> dict[int, tuple[str, int | None]]:
    return {r.registration_id: (r.outcome.value, r.reserve_rank) for r in results_of(selection)}


def test_the_score_is_the_exact_weighted_mean_of_all_evaluators(by):
    event = made.study_visit()
    made.criterion(event, by=by, name="Yarar", weight=2, most=5)
    made.criterion(event, by=by, name="Deneyim", weight=1, most=3)
    person = made.scored(event, [4, 1], by=by)
    numbers = [c.id for c in ranking_criteria(event)]
    other = made.evaluator()
    submit_evaluation(person, dict(zip(numbers, [5, 3], strict=True)), comment="", by=other, at=NOW)
    (row,) = ranking(event)
    assert set(row.totals) == {Fraction(100 * (2 * 4 * 3 + 5), 45), Fraction(100)}
    assert (row.score, row.spread) == (8222, 3556)


def ranking_criteria(event):
    from queries.selection.evaluations import criteria_of

    return criteria_of(event)


def test_equal_scores_are_ranked_by_the_earlier_application_and_then_by_number(by, visit):
    late = made.scored(visit, 50, by=by, at=NOW + timedelta(hours=2))
    early = made.scored(visit, 50, by=by)
    same_time = made.scored(visit, 50, by=by)
    best = made.scored(visit, 51, by=by, at=NOW + timedelta(hours=3))
    assert [row.registration for row in ranking(visit)] == [best, early, same_time, late]


def test_floors_are_met_and_every_place_is_explained(by, visit):
    made.rule(visit, Dimension.SECTOR, "cso", by=by, floor=1)
    officials = [made.scored(visit, 90 - n, by=by, sector=Sector.PUBLIC) for n in range(4)]
    cso = made.scored(visit, 40, by=by, sector=Sector.CSO)
    last = made.scored(visit, 30, by=by, sector=Sector.PRIVATE)
    selection = proposed(visit, by)
    assert outcomes(selection) == {
        officials[0].id: ("chosen", None),
        officials[1].id: ("chosen", None),
        officials[2].id: ("reserve", 1),
        officials[3].id: ("declined", None),
        cso.id: ("chosen", None),
        last.id: ("reserve", 1),
    }
    reasons = {r.registration_id: r.reason for r in results_of(selection)}
    assert reasons[officials[0].id]["code"] == "score"
    floor = ["sector", "cso", 1, None]
    assert reasons[cso.id] == {
        "code": "rules",
        "closed": None,
        "compared": [
            {
                "side": "floor",
                "limit": floor,
                "numbers": [officials[2].id, officials[3].id],
                "count": 2,
            }
        ],
    }
    assert reasons[officials[2].id]["compared"] == [
        {"side": "floor", "limit": floor, "numbers": [cso.id], "count": 1}
    ]
    assert reasons[last.id]["code"] == "score"


def test_a_floor_that_too_few_applied_for_is_told(by, visit):
    made.rule(visit, Dimension.SECTOR, "academia", by=by, floor=2)
    made.scored(visit, 90, by=by, sector=Sector.ACADEMIA)
    made.scored(visit, 80, by=by)
    selection = proposed(visit, by)
    assert selection.record["shortfalls"] == [
        {"limit": ["sector", "academia", 2, None], "chosen": 1, "candidates": 1, "possible": 1}
    ]


def test_an_institution_is_the_same_whatever_its_capitals_and_dots(by, visit):
    made.rule(visit, Dimension.INSTITUTION, None, by=by, ceiling=1)
    first = made.scored(visit, 90, by=by, institution="Iğdır Gençlik Derneği")
    second = made.scored(visit, 80, by=by, institution="IĞDIR GENÇLİK DERNEĞİ")
    selection = proposed(visit, by)
    assert chosen_numbers(selection) == {first.id}
    reason = {r.registration_id: r.reason for r in results_of(selection)}[second.id]
    assert (reason["code"], reason["closed"][3]) == ("closed", 1)


def test_a_rule_for_one_group_counts_instead_of_the_rule_for_each_of_them(by, visit):
    made.rule(visit, Dimension.PROVINCE, None, by=by, ceiling=1)
    made.rule(visit, Dimension.PROVINCE, "76", by=by, ceiling=2)
    for points in (90, 80, 70):
        made.scored(visit, points, by=by, province="76")
    for points in (60, 50):
        made.scored(visit, points, by=by, province="19")
    chosen = chosen_numbers(proposed(visit, by))
    assert sorted(r.score for r in ranking(visit) if r.registration.id in chosen) == [
        6000,
        8000,
        9000,
    ]


def test_contradictions_are_told_when_a_rule_is_entered(by, visit):
    with pytest.raises(FloorAboveCeiling):
        made.rule(visit, Dimension.SECTOR, "cso", by=by, floor=3, ceiling=2)
    made.rule(visit, Dimension.SECTOR, "public", by=by, floor=2)
    with pytest.raises(FloorsAbovePlaces) as refused:
        made.rule(visit, Dimension.SECTOR, "cso", by=by, floor=2)
    assert (refused.value.floors, refused.value.places) == (4, 3)
    with pytest.raises(RuleExists):
        made.rule(visit, Dimension.SECTOR, "public", by=by, ceiling=3)
    made.rule(visit, Dimension.PROVINCE, "19", by=by, floor=3)


def test_nothing_is_proposed_before_every_complete_application_has_points(by, visit):
    made.scored(visit, 50, by=by)
    made.application(visit, by=by)
    made.application(visit, by=by, complete=False)
    with pytest.raises(NotAllScored) as refused:
        propose(visit, places=3, reserves=0, by=by, at=NOW)
    assert refused.value.unscored == 1


def test_more_places_than_the_event_has_left_are_refused(by, visit):
    made.scored(visit, 50, by=by)
    with pytest.raises(TooManyPlaces) as refused:
        propose(visit, places=4, reserves=0, by=by, at=NOW)
    assert refused.value.left == 3


def test_a_new_proposal_takes_the_place_of_the_old_one(by, visit):
    made.scored(visit, 50, by=by)
    proposed(visit, by)
    again = proposed(visit, by, places=2)
    assert db.session.scalars(sa.select(Selection)).all() == [again]


def test_confirming_gives_places_tickets_and_letters_and_freezes(by, visit):
    made.rule(visit, Dimension.SECTOR, "cso", by=by, ceiling=3)
    best = [made.scored(visit, 90 - n, by=by) for n in range(3)]
    waits = made.scored(visit, 50, by=by)
    out = made.scored(visit, 40, by=by)
    waiting_check = made.application(visit, by=by, complete=False)
    selection = proposed(visit, by)
    before = selection.record
    confirm(selection, by, reason="Puanınız.")
    assert [r.status for r in (*best, waits, out, waiting_check)] == [
        *[RegistrationStatus.CONFIRMED] * 3,
        RegistrationStatus.WAITLISTED,
        RegistrationStatus.DECLINED,
        RegistrationStatus.PENDING,
    ]
    assert (waits.reserve_rank, out.reserve_rank, out.status_reason) == (1, None, "Puanınız.")
    assert all(person.ticket for person in best) and waits.ticket is None
    assert visit.places.taken == 3
    assert (selection.confirmed_by, selection.confirmed_at) == (by, LATER)
    assert {**before, "told": dict.fromkeys(("chosen", "reserve", "declined"), "nothing")} == (
        selection.record
    )
    kinds = dict(
        db.session.execute(
            sa.select(Letter.registration_id, Letter.kind).where(Letter.created_at == LATER)
        ).all()
    )
    assert kinds == {
        **dict.fromkeys([person.id for person in best], LetterKind.APPLICATION_CHOSEN),
        waits.id: LetterKind.APPLICATION_RESERVED,
        out.id: LetterKind.APPLICATION_DECLINED,
    }
    told = db.session.scalars(
        sa.select(Letter).where(Letter.kind == LetterKind.APPLICATION_DECLINED)
    ).one()
    assert "Puanınız." in told.text and "Puanınız." in told.html
    entry = db.session.scalars(
        sa.select(AuditEntry).where(AuditEntry.action == AuditAction.SELECTION_CONFIRMED)
    ).one()
    assert entry.details == {"chosen": 3, "reserve": 1, "declined": 1}


def test_what_was_confirmed_is_never_changed(by, visit):
    first, second = made.scored(visit, 90, by=by), made.scored(visit, 40, by=by)
    selection = proposed(visit, by, places=1)
    confirm(selection, by)
    with pytest.raises(AlreadyConfirmed):
        exchange(selection, leaves=first.id, enters=second.id, justification="x", by=by, at=LATER)
    with pytest.raises(AlreadyConfirmed):
        confirm(selection, by)
    with pytest.raises(NotEvaluable):
        submit_evaluation(first, {}, comment="", by=by, at=LATER)
    third = made.scored(visit, 70, by=by)
    again = proposed(visit, by, places=1)
    assert chosen_numbers(again) == {third.id}
    assert db.session.get(Selection, selection.id).is_confirmed


@pytest.mark.parametrize("change", ["score", "application", "rule", "withdrawal"])
def test_a_proposal_of_yesterday_is_not_confirmed_when_something_changed(by, visit, change):
    person = made.scored(visit, 90, by=by)
    made.scored(visit, 80, by=by)
    selection = proposed(visit, by)
    if change == "score":
        (criterion,) = ranking_criteria(visit)
        submit_evaluation(person, {criterion.id: 10}, comment="", by=by, at=NOW)
    elif change == "application":
        made.scored(visit, 20, by=by)
    elif change == "rule":
        made.rule(visit, Dimension.SECTOR, "cso", by=by, ceiling=1)
    else:
        change_status(person, RegistrationStatus.CANCELLED, at=NOW, by=None)
    with pytest.raises(Outdated):
        confirm(selection, by)
    db.session.rollback()
    assert not db.session.get(Selection, selection.id).is_confirmed


def test_nobody_is_decided_about_when_a_place_is_missing(by, visit):
    people = [made.scored(visit, 90 - n, by=by) for n in range(3)]
    selection = proposed(visit, by)
    guest = factories.registration(visit, by=by, at=NOW)
    change_status(guest, RegistrationStatus.CONFIRMED, at=NOW, by=by)
    db.session.commit()
    with pytest.raises(NoPlaceLeft):
        confirm(selection, by)
    db.session.rollback()
    assert {person.status for person in people} == {RegistrationStatus.PENDING}
    assert visit.places.taken == 1


def test_an_exchange_by_hand_is_kept_with_its_justification(by, visit):
    people = [made.scored(visit, 90 - n, by=by) for n in range(4)]
    selection = proposed(visit, by)
    exchange(
        selection,
        leaves=people[0].id,
        enters=people[3].id,
        justification="Görev değişti.",
        by=by,
        at=NOW,
    )
    db.session.commit()
    assert chosen_numbers(selection) == {person.id for person in people[1:]}
    assert selection.record["moves"] == [
        {
            "leaves": people[0].id,
            "enters": people[3].id,
            "justification": "Görev değişti.",
            "by": by.id,
            "at": NOW.isoformat(),
        }
    ]
    codes = {r.registration_id: r.reason["code"] for r in results_of(selection)}
    assert codes[people[0].id] == codes[people[3].id] == "moved"
    confirm(selection, by)
    assert people[3].status is RegistrationStatus.CONFIRMED


def test_an_exchange_never_passes_a_ceiling(by, visit):
    made.rule(visit, Dimension.SECTOR, "cso", by=by, ceiling=1)
    cso = [made.scored(visit, points, by=by, sector=Sector.CSO) for points in (90, 80)]
    official = made.scored(visit, 70, by=by, sector=Sector.PUBLIC)
    selection = proposed(visit, by, places=2)
    with pytest.raises(CeilingPassed) as refused:
        exchange(selection, leaves=official.id, enters=cso[1].id, justification="x", by=by, at=NOW)
    assert refused.value.limit.group == ("sector", "cso")
    with pytest.raises(NoSuchExchange):
        exchange(selection, leaves=cso[1].id, enters=official.id, justification="x", by=by, at=NOW)
    exchange(selection, leaves=cso[0].id, enters=cso[1].id, justification="x", by=by, at=NOW)


def test_the_worker_writes_to_those_whom_a_large_selection_left_untold(by):
    event = made.study_visit(capacity=30)
    made.criterion(event, by=by)
    people = [made.scored(event, n, by=by) for n in range(25)]
    selection = proposed(event, by, places=25)
    confirm(selection, by)
    chosen = sa.select(sa.func.count()).where(Letter.kind == LetterKind.APPLICATION_CHOSEN)
    assert db.session.scalar(chosen) == 0
    change_status(people[0], RegistrationStatus.CANCELLED, at=LATER, by=None)
    assert write_selection_letters(at=LATER, limit=20) == 20
    db.session.commit()
    assert write_selection_letters(at=LATER, limit=20) == 5
    db.session.commit()
    assert write_selection_letters(at=LATER) == 0
    assert db.session.scalar(chosen) == 24


def test_who_withdraws_gives_the_place_to_the_next_in_reserve_of_the_same_sector(by, visit):
    officials = [made.scored(visit, 90 - n, by=by, sector=Sector.PUBLIC) for n in range(5)]
    csos = [made.scored(visit, 30 - n, by=by, sector=Sector.CSO) for n in range(3)]
    made.rule(visit, Dimension.SECTOR, "cso", by=by, floor=1)
    visit.offer_hours = None
    selection = proposed(visit, by, reserves=2)
    confirm(selection, by)
    reserve = [(p, p.reserve_rank) for p in (*officials, *csos) if p.reserve_rank]
    assert reserve == [(officials[2], 1), (officials[3], 2), (csos[1], 1), (csos[2], 2)]
    change_status(csos[0], RegistrationStatus.CANCELLED, at=LATER, by=None)
    db.session.commit()
    assert csos[1].status is RegistrationStatus.CONFIRMED
    assert {p.status for p in officials[2:4]} == {RegistrationStatus.WAITLISTED}
    change_status(officials[0], RegistrationStatus.CANCELLED, at=LATER, by=None)
    db.session.commit()
    assert officials[2].status is RegistrationStatus.CONFIRMED
    assert csos[2].status is RegistrationStatus.WAITLISTED
    assert visit.places.taken == 3
