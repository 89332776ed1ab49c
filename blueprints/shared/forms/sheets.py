"""The question sheet: a form with what an event asks in it, wherever it is filled in.

    sheet = _sheet(slug)
    if not sheet.check():
        return _page(sheet, 422)
    made = carried_out(sheet, _register, anew=partial(_sheet, slug), page=_refused_page)

Organizers may change what is asked down to the moment in which somebody sends their answers. So
what was sent can be read into a form made anew, with the files that came the first time.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.exc import IntegrityError

from blueprints.base.languages import language
from blueprints.base.refusals import Words, respond_with, sentence_for
from blueprints.base.transactions import committed
from blueprints.inputs.base import fields as base
from blueprints.inputs.forms.kept_files import keep_files, sent_with_kept_files
from blueprints.inputs.forms.questions import answers_of, refuse_full_choice, with_questions
from blueprints.inputs.registrations.asked_sessions import (
    chosen_sessions,
    refuse_full_session,
    with_sessions,
)
from extensions import db
from lib.clock import utc_now
from models.events import Event, Session
from models.forms import Question
from models.places import Quota, QuotaScope
from operations.base.answers import Answers
from operations.base.details import Wishes
from operations.places.quotas import EventFull

AnyForm = TypeVar("AnyForm", bound=base.Form)
Form_co = TypeVar("Form_co", bound=base.Form, covariant=True)
AnySheet = TypeVar("AnySheet", bound="Sheet[base.Form]")
Result = TypeVar("Result")


Anew = Callable[..., AnySheet]
"""Reads what is asked now, and makes a new sheet from the `formdata` that was sent."""


def asking(
    kind: type[AnyForm],
    questions: Sequence[Question],
    sessions: Sequence[Session] = (),
    *,
    answered: Answers | None = None,
) -> type[AnyForm]:
    """The form class with a field for each question, and one for the sessions to choose.

    `answered`: see `with_questions`.
    """
    asking_questions = with_questions(kind, questions, locale=language(), answered=answered)
    return with_sessions(asking_questions, sessions, locale=language())


class NothingAsked(base.Form):
    """A form without fields of its own: only what the event asks."""


@dataclass(frozen=True)
class Sheet(Generic[Form_co]):
    """A form made by `asking`, with the questions and sessions in it."""

    event: Event | None
    """None: the form of a survey."""
    form: Form_co
    questions: Sequence[Question] = ()
    sessions: Sequence[Session] | None = None
    """None: the form asks for no sessions, and those chosen before stay."""

    @property
    def event_asking(self) -> Event:
        """The event whose form it is. Raises ValueError for a survey's."""
        if self.event is None:
            raise ValueError("a survey's form")
        return self.event

    def wishes(self) -> Wishes:
        return Wishes(
            questions=self.questions,
            answers=answers_of(self.form, self.questions),
            sessions=None if self.sessions is None else self.chosen(),
        )

    def chosen(self) -> list[Session]:
        return chosen_sessions(self.form, self.sessions or ())

    def check(self) -> bool:
        """Whether it is filled in well. Keeps its good files and commits them in any case.

        So nobody has to choose files again after a refusal.
        """
        valid = self.form.validate()
        if keep_files(self.form, self.questions, at=utc_now()):
            db.session.commit()
        return bool(valid)

    def refuse_full(self, quota: Quota | None) -> bool:
        """Say at its field which places ran out; False if no field asks for them."""
        if quota is not None and quota.scope is QuotaScope.SECTOR and "sector" in self.form:
            self.form["sector"].errors = [
                _("No place is left for those who represent this sector.")
            ]
            return True
        return refuse_full_session(self.form, quota) or refuse_full_choice(
            self.form, self.questions, quota
        )


def carried_out(
    sheet: AnySheet,
    act: Callable[[AnySheet], Result],
    *,
    anew: Anew[AnySheet],
    page: Callable[[AnySheet, str], ResponseReturnValue],
    refused: Words | None = None,
) -> Result:
    """Do `act` with a checked sheet, commit, and give its result.

    An organizer may take a chosen thing out of the form in this very moment, so that the database
    refuses it. Then it is done once more with the sheet made anew. If the database refuses that,
    too, or places ran out, or the refusal has words in `refused`, `page` shows the new sheet with
    these words; with "" if they stand at a field.
    """
    sent = sent_with_kept_files(sheet.form, sheet.questions)

    def checked_anew() -> AnySheet:
        again = anew(formdata=sent)
        if not again.form.validate():
            respond_with(page(again, ""))
        return again

    words: Words = {EventFull: "", **(refused or {})}
    try:
        return committed(lambda: act(sheet), again=lambda: act(checked_anew()))
    except IntegrityError:
        again = anew(formdata=sent)
        again.form.validate()
        respond_with(page(again, ""))
    except tuple(words) as refusal:
        again = anew(formdata=sent)
        again.form.validate()
        said = isinstance(refusal, EventFull) and again.refuse_full(refusal.quota)
        respond_with(page(again, "" if said else sentence_for(refusal, words)))
