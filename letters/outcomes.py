"""Letters «you said, we did»: what came of an event or a survey, for those who want to hear of it."""

from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from letters.compose import picture_id, reply_to, site_address, whole_context, written_values
from letters.endings import outcomes_ended_at
from letters.rendering import Written, written
from lib.emails import mailbox_of
from models.events import Event
from models.feedback import OutcomeAddress
from models.letters import LetterKind
from models.outcomes import OutcomeNews
from models.registrations import Registration
from models.road_maps import Action, RoadMap
from models.surveys import Survey
from queries.road_maps.outcomes import Outcome

MOST = 5
"""How many problems a letter names; the page has all of them."""


@dataclass(frozen=True)
class Told:
    """What the news is about."""

    news: OutcomeNews
    place: Event | Survey
    """Where it was said."""
    outcomes: list[Outcome]
    road_map: RoadMap | None
    action: Action | None

    def row(self, reader: Registration | OutcomeAddress, *, at: datetime) -> dict[str, Any]:
        """The letter to this reader, to be written once to their mailbox."""
        event = self.place if isinstance(self.place, Event) else None
        person = reader if isinstance(reader, Registration) else None
        email = reader.email or ""
        values = written_values(
            self.kind,
            partial(self._written, reader),
            event=event,
            at=at,
            to_address=email,
            to_name=person.name if person else "",
            locale=reader.locale,
            **reply_to(event),
        )
        return {
            **values,
            "registration_id": person.id if person else None,
            "once_key": f"{once_prefix(self.news)}{mailbox_of(email)}",
        }

    @property
    def kind(self) -> LetterKind:
        return LetterKind(self.news.kind.value)

    def _written(self, reader: Registration | OutcomeAddress, message_id: str) -> Written:
        locale = reader.locale
        person = reader if isinstance(reader, Registration) else None
        event = self.place if isinstance(self.place, Event) else None
        given = {
            "name": person.name if person else "",
            "given_name": person.given_name if person else "",
            "picture_id": picture_id(message_id),
            "title": self.place.title_in(locale),
            "said": [self._line(outcome, locale) for outcome in self.outcomes[:MOST]],
            "outcomes_url": self._page(),
            "end_url": outcomes_ended_at(reader),
            "road_map": self.road_map.title_in(locale) if self.road_map else "",
            **self._done(locale),
        }
        return written(self.kind, locale, whole_context(event, locale, given), None)

    def _line(self, outcome: Outcome, locale: str) -> str:
        said = f"“{outcome.problem.title_in(locale)}”"
        if self.kind is not LetterKind.ROAD_MAP_PUBLISHED:
            return said
        done = [action.title_in(locale) for action in outcome.actions]
        return f"{said} → {'; '.join(done)}"

    def _done(self, locale: str) -> dict[str, Any]:
        action = self.action
        return {
            "action": action.title_in(locale) if action else "",
            "institution": action.institution if action else "",
            "evidence": [f"{e['title']}: {e['url']}" for e in action.evidence] if action else [],
        }

    def _page(self) -> str:
        if isinstance(self.place, Event):
            return site_address("public.outcomes.show", slug=self.place.slug)
        if self.road_map:
            return site_address("public.road_maps.show", slug=self.road_map.slug)
        return site_address("public.problems.index")


def once_prefix(news: OutcomeNews) -> str:
    """How the once_key of a news' letters begins; the mailbox follows."""
    return f"outcome:{news.id}:"
