"""The questions that an event asks at registration, read once for each version of the event.

Most events ask nothing of their own, and many people register for them in the same minute: that
nothing is asked is remembered, so such a registration reads no questions.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from extensions import kept
from lib.keeping import KeptWhileSame
from models.events import Event, Session
from models.forms import AskedAt, Question
from queries.events.agenda import sessions_to_choose
from queries.forms.questions import questions_asked


@dataclass(frozen=True)
class EventQuestions:
    questions: Sequence[Question] = ()
    sessions: Sequence[Session] = ()
    """The sessions that one may choose when one registers."""

    @property
    def is_empty(self) -> bool:
        return not self.questions and not self.sessions


_NOTHING = EventQuestions()


_plain_events = kept(lambda: KeptWhileSame[EventQuestions](most=512))


def event_questions(event: Event) -> EventQuestions:
    """What this event asks. It must have just been read, to have its newest version.

    Any change of its form or agenda makes a new version.
    """
    state = (event.created_at, event.version)
    if nothing := _plain_events().get(event.id, state):
        return nothing
    found = EventQuestions(questions_asked(event, AskedAt.REGISTRATION), sessions_to_choose(event))
    if found.is_empty:
        _plain_events().keep(event.id, state, _NOTHING)
    return found
