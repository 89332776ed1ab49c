"""The pages of a wave: its form, and why there is none."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from flask import render_template
from flask.typing import ResponseReturnValue

from blueprints.public.feedback.answer_sheets import AnswerSheet
from extensions import site_zone
from lib.clock import utc_now
from models.contacts import Contact
from models.feedback import GRACE, Wave, WaveStatus
from models.forms import Question
from queries.events.contacts import site_contact
from queries.feedback.form_pages import minutes_to_answer


class NoForm(StrEnum):
    """Why there is no form to be filled in."""

    PLANNED = "planned"
    CLOSED = "closed"
    ANSWERED = "answered"


_PAGES = {
    NoForm.PLANNED: ("public/feedback/responses/planned.html", 200),
    NoForm.CLOSED: ("public/feedback/responses/closed.html", 410),
    NoForm.ANSWERED: ("public/feedback/responses/answered.html", 410),
}


@dataclass(frozen=True)
class WaveFacts:
    """What a page says of a wave beside its questions."""

    wave: Wave
    zone: str
    contact: Contact
    late_until: datetime | None
    """Until when a form that was opened in time is still taken."""
    ended_at: datetime | None
    """Since when no form is shown, if it has ended."""


def why_no_form(wave: Wave, at: datetime, *, sending: bool) -> NoForm | None:
    """None: the form is shown or, `sending`, what was filled in is taken."""
    if wave.status(at) is WaveStatus.PLANNED:
        return NoForm.PLANNED
    is_open = wave.takes_answers(at) if sending else wave.shows_form(at)
    return None if is_open else NoForm.CLOSED


def facts_of(wave: Wave) -> WaveFacts:
    event = wave.event
    ends = [moment for moment in (wave.closed_at, wave.closes_at) if moment]
    return WaveFacts(
        wave,
        zone=event.timezone if event else site_zone(),
        contact=event.contact if event else site_contact(),
        late_until=wave.closes_at + GRACE if wave.closes_at and not wave.is_closed else None,
        ended_at=min(ends, default=None),
    )


def form_page(sheet: AnswerSheet, *, begun: bool, status: int = 200) -> ResponseReturnValue:
    """`begun`: the page is opened anew, so that a draft may fill it."""
    page = render_template(
        "public/feedback/responses/new.html",
        facts=facts_of(sheet.wave),
        sheet=sheet,
        begun=begun,
        pages=pages_of(sheet.questions),
        minutes=minutes_to_answer(sheet.questions),
    )
    return page, status


def no_form_page(
    wave: Wave, why: NoForm, *, draft: str, typed: Sequence[tuple[str, str]] = ()
) -> ResponseReturnValue:
    """`typed`: what arrived too late, to be shown so that the person can copy it."""
    template, status = _PAGES[why]
    page = render_template(
        template,
        facts=facts_of(wave),
        draft=draft,
        typed=typed,
        in_grace=bool(wave.closes_at) and wave.takes_answers(utc_now()),
    )
    return page, status


def pages_of(questions: Sequence[Question]) -> list[int]:
    """The numbers of the pages on which something is asked, in order; a form asks something even
    where it has no questions."""
    return sorted({question.page for question in questions}) or [1]
