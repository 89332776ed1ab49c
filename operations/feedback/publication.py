"""What everyone may read: the results of a wave, and the answers that are quoted there."""

from datetime import datetime

import sqlalchemy as sa

from extensions import db
from lib.refusals import Refusal
from models.audit import AuditAction
from models.feedback import Wave
from models.forms import Question
from models.responses import Quotation, Response
from models.surveys import Survey
from models.users import User
from operations.base.audit import record
from operations.feedback.holding import held_wave
from queries.feedback.texts import MOST_QUOTED, response_that_wrote

_PUBLISHED = {Survey: AuditAction.SURVEY_PUBLISHED, Wave: AuditAction.RESULTS_PUBLISHED}
_WITHDRAWN = {Survey: AuditAction.SURVEY_WITHDRAWN, Wave: AuditAction.RESULTS_WITHDRAWN}


class NotSettled(Refusal):
    """The wave is open, or what waited is not counted yet."""


class TooManyQuoted(Refusal):
    """As many answers as can be are quoted already."""


def publish_results(wave: Wave, *, by: User, at: datetime) -> None:
    """Let everyone read the results: an event's, or those of all settled waves of the survey.
    Raises NotSettled."""
    if not wave.settled:
        raise NotSettled
    publish(wave.survey or wave, by=by, at=at)


def publish(about: Survey | Wave, *, by: User, at: datetime) -> None:
    """Let everyone read the results of an event's wave, or of a survey: of its settled waves and
    those that will be. Done again it changes nothing."""
    if about.published_at is None:
        about.published_at = at
        _record(_PUBLISHED[type(about)], about, by=by, at=at)


def withdraw_results(wave: Wave, *, by: User, at: datetime) -> None:
    about = wave.survey or wave
    if about.published_at is not None:
        about.published_at = None
        _record(_WITHDRAWN[type(about)], about, by=by, at=at)


def choose_quotation(
    wave: Wave, question: Question, text: str, *, quoted: bool, by: User, at: datetime
) -> bool:
    """Quote a written answer, or no more. False: nobody wrote that. Raises TooManyQuoted."""
    response = response_that_wrote(wave, question, text)
    if response is None:
        return False
    there = db.session.get(Quotation, (question.id, response))
    if quoted == (there is not None):
        return True
    if there is not None:
        db.session.delete(there)
    else:
        held_wave(wave)
        if _quoted(wave, question) >= MOST_QUOTED:
            raise TooManyQuoted
        db.session.add(Quotation(question_id=question.id, response_id=response))
    action = AuditAction.QUOTATION_CHOSEN if quoted else AuditAction.QUOTATION_DROPPED
    record(action, at=at, by=by, event=wave.event, subject_id=wave.id, question=question.id)
    db.session.flush()
    return True


def _quoted(wave: Wave, question: Question) -> int:
    """How many answers to the question in this wave are quoted."""
    return (
        db.session.scalar(
            sa.select(sa.func.count())
            .select_from(Quotation)
            .join(Response, Response.id == Quotation.response_id)
            .where(Quotation.question_id == question.id, Response.wave_id == wave.id)
        )
        or 0
    )


def _record(action: AuditAction, about: Survey | Wave, *, by: User, at: datetime) -> None:
    event = about.event if isinstance(about, Wave) else None
    record(action, at=at, by=by, event=event, subject_id=about.id)
    db.session.flush()
