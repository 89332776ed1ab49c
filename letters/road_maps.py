"""Letters that ask institutions for their reports, and tell organizers where none came."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from flask import current_app

from extensions import keys
from letters.compose import enqueue_to, site_address
from lib.dates import date_text
from models.letters import Letter, LetterKind
from models.progress import ProgressLink
from models.road_maps import Action, RoadMap
from models.users import User
from queries.events.contacts import contact_of


def progress_token(link: ProgressLink) -> str:
    """Signed rather than drawn, so that reminders can name the link again: what stands in the
    database does not open it."""
    return keys.links.sign("progress", link.id)


def progress_address(link: ProgressLink) -> str:
    """The page on which the institution reports."""
    return site_address("public.progress.show", token=progress_token(link))


def enqueue_progress_asked(link: ProgressLink, *, at: datetime) -> Letter | None:
    """Asks the institution for its reports of the half-year."""
    return _to_institution(LetterKind.PROGRESS_ASKED, link, at=at)


def enqueue_progress_reminder(
    link: ProgressLink, missing: Sequence[Action], *, once_key: str, at: datetime
) -> Letter | None:
    """Names the actions on which no report came yet."""
    lines = [_line(action, link.locale) for action in missing]
    return _to_institution(
        LetterKind.PROGRESS_REMINDED, link, at=at, once_key=once_key, actions=lines
    )


def enqueue_missing_progress(
    road_map: RoadMap,
    period: str,
    missing: Sequence[Action],
    *,
    to: User,
    once_key: str,
    at: datetime,
) -> Letter | None:
    """Tells an organizer which institutions have not reported."""
    locale = to.locale or str(current_app.config["BABEL_DEFAULT_LOCALE"])
    lines = [f"{action.institution}: {_line(action, locale)}" for action in missing]
    return _enqueue(
        LetterKind.PROGRESS_MISSING,
        road_map,
        to_address=to.email,
        to_name=to.name,
        locale=locale,
        at=at,
        once_key=once_key,
        period=period_words(period),
        actions=lines,
        link=site_address("organizer.progress_links.index", road_map_id=road_map.id),
    )


def period_words(period: str) -> str:
    """«2027/1»: read as a half-year in both languages."""
    return period.replace("-", "/")


def _to_institution(kind: LetterKind, link: ProgressLink, **more: Any) -> Letter | None:
    return _enqueue(
        kind,
        link.road_map,
        to_address=link.email,
        to_name="",
        locale=link.locale,
        institution=link.institution,
        period=period_words(link.period),
        due=date_text(link.due_on, link.locale),
        link=progress_address(link),
        **more,
    )


def _enqueue(kind: LetterKind, road_map: RoadMap, *, locale: str, **values: Any) -> Letter | None:
    """Whoever answers for the province is named, and gets the replies."""
    contact = contact_of(road_map.province)
    letter = enqueue_to(
        kind,
        locale=locale,
        road_map=road_map.title_in(locale),
        contact_name=contact.name,
        contact_email=contact.email or "",
        contact_phone=contact.phone or "",
        **values,
    )
    if letter:
        letter.reply_to_address, letter.reply_to_name = contact.email or "", contact.name
    return letter


def _line(action: Action, locale: str) -> str:
    return f"{action.number} {action.title_in(locale)}"
