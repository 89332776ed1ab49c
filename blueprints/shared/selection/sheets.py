"""The sheets of a selection's record as a file: results, scores, rules, exchanges."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from flask_babel import gettext as _

from blueprints.base import labels, times
from blueprints.base.languages import language
from blueprints.shared.selection.words import group_words, reason_words, shortfall_words
from exports.selection import Cell, Sheet
from lib.provinces import PROVINCES
from models.base import in_locale
from models.selection import Selection, SelectionResult

Names = Mapping[int, str]


def record_sheets(
    selection: Selection, results: Sequence[SelectionResult], staff: Names
) -> list[Sheet]:
    """The sheets. `staff` are names of evaluators and of those who moved people, by user number."""
    record = selection.record
    people = {result.registration_id: result.registration.name for result in results}
    scores = {applicant["id"]: applicant for applicant in record["applicants"]}
    return [
        Sheet(_("Decision"), [_("What"), _("Value")], _decision(selection)),
        Sheet(
            _("Results"),
            [
                _("Rank"),
                _("Name"),
                _("Institution"),
                _("Sector"),
                _("Province"),
                _("Score"),
                _("Decision"),
                _("Reserve list position"),
                _("Reason"),
            ],
            _results(record, results, scores, people),
        ),
        Sheet(
            _("Scores"),
            [_("Name"), _("Evaluator"), *_criteria(record)],
            _scores(record, people, staff),
        ),
        Sheet(
            _("Rules"),
            [_("Balanced by"), _("For"), _("At least"), _("At most")],
            _rules(record),
        ),
        Sheet(
            _("Swaps by hand"),
            [_("No longer chosen"), _("Chosen instead"), _("Justification"), _("By")],
            [
                [
                    people.get(move["leaves"], ""),
                    people.get(move["enters"], ""),
                    move["justification"],
                    staff.get(move["by"], ""),
                ]
                for move in record["moves"]
            ],
        ),
    ]


def staff_of(record: Mapping[str, Any]) -> set[int]:
    """The user numbers of the staff whom a record names."""
    evaluators = {
        number
        for applicant in record["applicants"]
        for number in [*applicant["conflicts"], *(e["evaluator"] for e in applicant["evaluations"])]
    }
    return evaluators | {move["by"] for move in record["moves"]}


def _decision(selection: Selection) -> Iterator[list[Cell]]:
    event = selection.event

    def moment(at: Any) -> str:
        return times.moment(at, event.timezone) if at else ""

    yield [_("Event"), event.title_in(language())]
    yield [_("Places to fill"), selection.places]
    yield [_("People on the reserve list of each sector"), selection.reserves]
    yield [_("Proposed"), moment(selection.proposed_at)]
    yield [_("Proposed by"), selection.proposed_by.name if selection.proposed_by else ""]
    yield [_("Confirmed"), moment(selection.confirmed_at)]
    yield [_("Confirmed by"), selection.confirmed_by.name if selection.confirmed_by else ""]
    for missed in selection.record["shortfalls"]:
        yield [_("Minimum not met"), shortfall_words(selection.record, missed)]


def _results(
    record: Mapping[str, Any],
    results: Sequence[SelectionResult],
    scores: Mapping[int, Any],
    people: Names,
) -> Iterator[list[Cell]]:
    for result in results:
        person = result.registration
        yield [
            result.rank,
            person.name,
            person.institution,
            labels.label(person.sector),
            PROVINCES.get(person.province or "", ""),
            scores[result.registration_id]["score"] / 100,
            labels.label(result.outcome),
            result.reserve_rank,
            " ".join(reason_words(record, result, people)),
        ]


def _criteria(record: Mapping[str, Any]) -> list[str]:
    return [
        _(
            "%(criterion)s (weight %(weight)d, at most %(most)d)",
            criterion=in_locale(language(), c["name"], c["name_en"]),
            weight=c["weight"],
            most=c["most"],
        )
        for c in record["criteria"]
    ]


def _scores(record: Mapping[str, Any], people: Names, staff: Names) -> Iterator[list[Cell]]:
    for applicant in record["applicants"]:
        name = people.get(applicant["id"], "")
        for evaluation in applicant["evaluations"]:
            yield [name, staff.get(evaluation["evaluator"], ""), *evaluation["points"]]
        for number in applicant["conflicts"]:
            yield [name, staff.get(number, ""), _("Conflict of interest")]


def _rules(record: Mapping[str, Any]) -> Iterator[list[Cell]]:
    for dimension, value, floor, ceiling in record["limits"]:
        balanced_by = {
            "sector": _("Sector"),
            "province": _("Province"),
            "gender": _("Gender"),
            "institution": _("Institution"),
        }[dimension]
        yield [balanced_by, group_words(record, dimension, value), floor or None, ceiling]
