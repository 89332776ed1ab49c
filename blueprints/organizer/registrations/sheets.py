"""The public form's questions, answered by an organizer for someone else."""

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from blueprints.base.refusals import Words
from blueprints.inputs.forms.earlier_answers import shown_answers
from blueprints.inputs.registrations.participant import ParticipantForm
from blueprints.shared.forms.event_questions import event_questions
from blueprints.shared.forms.sheets import NothingAsked, Sheet, asking
from blueprints.shared.registrations.words import full_words
from models.events import Event
from models.forms import AskedAt
from models.registrations import Registration
from operations.base.answers import Answers
from operations.places.quotas import EventFull
from operations.registrations.entries import NotRegistrable
from operations.registrations.standing import AlreadyOnList
from queries.events.agenda import sessions_to_choose
from queries.forms.answers import rows_of
from queries.forms.opened import OpenedAnswer
from queries.forms.questions import questions_asked

ON_THE_LIST = _l(
    "This person is on the list already. Look for the name in the list of participants."
)
REFUSED: Words = {
    AlreadyOnList: ON_THE_LIST,
    EventFull: lambda refusal: " ".join(
        (
            full_words(refusal),
            _("The event keeps no waiting list. Raise the number of places first."),
        )
    ),
    NotRegistrable: _l("The event is cancelled; nobody can be added."),
}
"""Words above the sheet, if none of its fields asks for what is refused."""


def new_sheet(event: Event, **options: Any) -> Sheet[ParticipantForm]:
    """All that a person who registers now would be asked."""
    own = event_questions(event)
    form = asking(ParticipantForm, own.questions, own.sessions)(**options)
    return Sheet(event, form, own.questions, own.sessions)


def answer_sheet(
    registration: Registration, *, sensitive: bool, **options: Any
) -> Sheet[NothingAsked]:
    """The questions of every stage for somebody on the list, with their answers.

    `sensitive`: also those whose answers not everybody may see; without them they stay as they are.
    """
    event, rows = registration.event, rows_of(registration)
    questions = [
        question
        for stage in AskedAt
        for question in questions_asked(event, stage)
        if sensitive or not question.sensitive
    ]
    sessions = sessions_to_choose(event)
    shown = {
        **shown_answers(rows),
        "sessions": [session.id for session in registration.chosen_sessions],
    }
    kind = asking(NothingAsked, questions, sessions, answered=_picked(rows))
    return Sheet(event, kind(data=shown, **options), questions, sessions)


def _picked(rows: Sequence[OpenedAnswer]) -> Answers:
    """The choices picked before, since they can stay picked even if they were retired."""
    by_question = groupby(rows, key=lambda row: row.question_id)
    found = {
        number: tuple(row.choice_id for row in group if row.choice_id is not None)
        for number, group in by_question
    }
    return {number: picked for number, picked in found.items() if picked}
