"""The survey that an address names, and its waves."""

from collections.abc import Sequence
from dataclasses import dataclass

from blueprints.base.found import or_404
from blueprints.public.feedback.answer_sheets import draft_name
from blueprints.public.feedback.thanks import was_thanked
from models.feedback import Wave, WaveLink
from models.surveys import Survey
from queries.surveys.pages import survey_with_slug, waves_of


@dataclass(frozen=True)
class Found:
    survey: Survey
    waves: Sequence[Wave]

    def open_to_all(self, wave_id: int) -> Wave | None:
        """The wave with this number, if everybody with the survey's address may answer it."""
        return next((w for w in self.waves if w.id == wave_id and w.link is WaveLink.OPEN), None)

    @property
    def has_public_results(self) -> bool:
        return self.survey.published_at is not None and any(wave.settled for wave in self.waves)

    def answered_here(self) -> Wave | None:
        """The wave that was answered in this browser; the latest, if there are several."""
        return next((wave for wave in self.waves if was_thanked(wave)), None)


def survey_or_404(slug: str) -> Found:
    survey = or_404(survey_with_slug(slug))
    return Found(survey, waves_of(survey))


def draft_of(wave: Wave) -> str:
    return draft_name("wave", wave.id)
