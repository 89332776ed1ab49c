"""What a results page shows of a wave, for organisers and for everyone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from blueprints.base.languages import language
from exports.charts.figure import Chart, FigureTable
from exports.results.charts import mix_chart
from exports.results.report import withheld_sentence
from exports.results.sections import Section, finding_table, groups_overview, sections_of
from exports.results.sentences import finding_sentence, response_sentence
from exports.results.words import CUTS, Wording
from models.feedback import Wave
from models.forms import FREE_TEXT, AskedOf, Question
from queries.feedback.results import By, Results, results_of
from queries.feedback.subjects import subject_names


@dataclass(frozen=True, kw_only=True)
class ShownResults:
    results: Results
    wording: Wording
    sections: Sequence[Section]
    finding: FigureTable | None
    finding_sentence: str
    response_sentence: str
    withheld_sentence: str
    mix: Chart | None
    overview: FigureTable | None
    """The means of many groups."""
    cuts: Mapping[By, str]
    """By what the answers can be cut, in words."""

    @property
    def wave(self) -> Wave:
        return self.results.wave

    @property
    def written(self) -> list[Question]:
        """The questions of free text that enough people answered, and those with "other: …"."""
        return [
            item.question
            for item in self.results.items
            if item.n is not None and takes_text(item.question)
        ]


def takes_text(question: Question) -> bool:
    return question.kind in FREE_TEXT or any(choice.takes_text for choice in question.choices)


def shown_results(wave: Wave, by: By | None) -> ShownResults:
    results = results_of(wave, by=by)
    wording = wording_of(wave, results.by)
    return ShownResults(
        results=results,
        wording=wording,
        sections=sections_of(results, wording),
        finding=finding_table(results, wording),
        finding_sentence=finding_sentence(results.items, wording),
        response_sentence=response_sentence(results.totals),
        withheld_sentence=withheld_sentence(results) if results.withheld else "",
        mix=_mix(results, wording),
        overview=groups_overview(results, wording),
        cuts=_cuts(results) if wave.settled else {},
    )


def wording_of(wave: Wave, by: By | None) -> Wording:
    return Wording(language(), by, subject_names(wave.event, by, language()))


def _mix(results: Results, wording: Wording) -> Chart | None:
    if not results.groups or results.by is None:
        return None
    return mix_chart(results, wording, title=str(CUTS[results.by]))


def _cuts(results: Results) -> Mapping[By, str]:
    asked_of = {item.question.asked_of for item in results.items}
    offered = [By.SIDE, By.PROVINCE]
    offered += [By.SESSION] if AskedOf.SESSION in asked_of else []
    offered += [By.SPEAKER] if AskedOf.SPEAKER in asked_of else []
    return {by: str(CUTS[by]) for by in offered}
