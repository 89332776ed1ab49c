"""What a selection was computed from, written down so that anyone can compute it again.

A record names people only by the numbers of their registrations. It holds the criteria, the rules
as they were set and as they applied (`limits`), and for each applicant the time of applying, the
groups, the points of every evaluator, and the score in hundredths.
"""

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from lib.balanced_selection import Candidate, Limit, Terms, shortfalls
from lib.selection_reasons import Comparison, Exchanges, Reason
from lib.turkish import search_key
from models.events import Event
from models.sectors import Sector
from models.selection import (
    Criterion,
    Dimension,
    Selection,
    SelectionOutcome,
    SelectionResult,
    SelectionRule,
)
from queries.selection.balance import groups_of, limits_of
from queries.selection.evaluations import criteria_of
from queries.selection.proposals import rules_of
from queries.selection.ranking import Ranked, ranking

Record = dict[str, Any]
INPUTS = ("criteria", "rules", "limits", "applicants")


def inputs_of(event: Event, listed: Sequence[Ranked] | None = None) -> Record:
    """The event's criteria, rules and applications as they are now; `listed` is the ranking, if
    known."""
    listed = ranking(event) if listed is None else listed
    criteria, rules = criteria_of(event), rules_of(event)
    people = [row.registration for row in listed]
    return {
        "criteria": [_criterion(criterion) for criterion in criteria],
        "rules": [_rule(rule) for rule in rules],
        "limits": [_limit(limit) for limit in limits_of(rules, people)],
        "applicants": [_applicant(row, criteria) for row in listed],
        "institutions": _institutions(rules, listed),
    }


def is_outdated(selection: Selection) -> bool:
    """Whether an application, a score or a rule has changed since the proposal."""
    now = inputs_of(selection.event)
    return any(now[part] != selection.record[part] for part in INPUTS)


def terms_of(record: Record, *, places: int) -> Terms:
    """The record's applicants and limits, in the form from which lib.balanced_selection computes."""
    candidates = [
        Candidate(
            applicant["id"],
            applicant["score"],
            applicant["registered_at"],
            frozenset((kind, value) for kind, value in applicant["groups"]),
        )
        for applicant in record["applicants"]
    ]
    limits = [
        Limit((kind, value), floor, ceiling) for kind, value, floor, ceiling in record["limits"]
    ]
    return Terms.of(candidates, limits, places=places)


def shortfalls_of(terms: Terms, chosen: Collection[int]) -> list[Record]:
    """The floors that are not met, as the record keeps them."""
    return [
        {
            "limit": _limit(missed.limit),
            "chosen": missed.chosen,
            "candidates": missed.candidates,
            "possible": missed.possible,
        }
        for missed in shortfalls(terms, chosen)
    ]


def results_of(
    selection: Selection, terms: Terms, chosen: Collection[int]
) -> list[SelectionResult]:
    """One result for each applicant; the best who are not chosen, by sector, are the reserve."""
    proposed = set(selection.record["proposed"])
    in_reserve = dict.fromkeys(Sector, 0)
    results = []
    for rank, reason in enumerate(Exchanges(terms, chosen).reasons(), start=1):
        sector = _sector(terms.by_number[reason.number])
        reserve_rank = None
        if not reason.chosen and in_reserve[sector] < selection.reserves:
            in_reserve[sector] += 1
            reserve_rank = in_reserve[sector]
        results.append(
            SelectionResult(
                selection_id=selection.id,
                registration_id=reason.number,
                outcome=_outcome(reason, reserve_rank),
                rank=rank,
                reserve_rank=reserve_rank,
                reason=_reason(reason, moved=reason.chosen != (reason.number in proposed)),
            )
        )
    return results


def _outcome(reason: Reason, reserve_rank: int | None) -> SelectionOutcome:
    if reason.chosen:
        return SelectionOutcome.CHOSEN
    return SelectionOutcome.DECLINED if reserve_rank is None else SelectionOutcome.RESERVE


def _reason(reason: Reason, *, moved: bool) -> Record:
    """The reason with a code that says which words fit: moved, closed, rules or score."""
    if moved:
        code = "moved"
    elif reason.closed:
        code = "closed"
    else:
        code = "rules" if reason.comparisons else "score"
    return {
        "code": code,
        "closed": _limit(reason.closed) if reason.closed else None,
        "compared": [_compared(comparison) for comparison in reason.comparisons],
    }


def _compared(comparison: Comparison) -> Record:
    breach = comparison.breach
    return {
        "side": breach.side.value if breach else None,
        "limit": _limit(breach.limit) if breach else None,
        "numbers": list(comparison.numbers),
        "count": comparison.count,
    }


def _sector(candidate: Candidate) -> Sector:
    return next(Sector(value) for kind, value in candidate.groups if kind == Dimension.SECTOR)


def _limit(limit: Limit) -> list[str | int | None]:
    return [*limit.group, limit.floor, limit.ceiling]


def _criterion(criterion: Criterion) -> Record:
    names = ("id", "name", "name_en", "weight", "most")
    return {name: getattr(criterion, name) for name in names}


def _rule(rule: SelectionRule) -> Record:
    return {
        "dimension": rule.dimension.value,
        "value": rule.value,
        "floor": rule.floor,
        "ceiling": rule.ceiling,
    }


def _applicant(row: Ranked, criteria: Iterable[Criterion]) -> Record:
    numbers = [criterion.id for criterion in criteria]
    return {
        "id": row.registration.id,
        "registered_at": row.registration.registered_at.isoformat(),
        "groups": sorted([kind, value] for kind, value in groups_of(row.registration)),
        "score": row.score,
        "spread": row.spread,
        "evaluations": [
            {"evaluator": evaluator, "points": [points[number] for number in numbers]}
            for evaluator, points in sorted(row.judgements.points.items())
        ],
        "conflicts": list(row.judgements.conflicts),
    }


def _institutions(rules: Iterable[SelectionRule], listed: Iterable[Ranked]) -> dict[str, str]:
    """How to write the institutions that limits name by their folded names."""
    written = [row.registration.institution for row in listed]
    named = [rule.value for rule in rules if rule.dimension is Dimension.INSTITUTION and rule.value]
    return {search_key(name): name for name in [*written, *named] if name}
