"""«You said, we did»: news for those who were there, written by the worker, each mailbox once."""

from collections.abc import Callable, Sequence
from datetime import datetime

import sqlalchemy as sa

from extensions import db
from letters.compose import put_once
from letters.outcomes import Told, once_prefix
from lib.emails import mailbox_of
from lib.inserts import insert_into
from models.checkpoints import Checkpoint
from models.events import Event
from models.feedback import OutcomeAddress
from models.letters import Letter
from models.outcomes import NewsKind, OutcomeNews
from models.problems import ProblemList
from models.registrations import Consent, ConsentPurpose, Registration
from models.road_maps import Action, RoadMap, action_problems
from models.scans import Attendance
from models.surveys import Survey
from queries.road_maps.outcomes import (
    Outcome,
    outcomes_of_event,
    outcomes_of_survey,
    places_of,
    surveys_in,
)

_AT_ONCE = 500
"""How many keys of letters one statement asks for."""


def announce(
    kind: NewsKind,
    *,
    event_id: int | None = None,
    survey_id: int | None = None,
    road_map_id: int | None = None,
    action_id: int | None = None,
    at: datetime,
) -> bool:
    """Have those who were at the event, or answered the survey, told of it; once for ever.

    Call it in the transaction of what it tells of. False: they were told, or are being told.
    """
    about = action_id or road_map_id
    place = f"event:{event_id}" if event_id else f"survey:{survey_id}"
    key = ":".join(filter(None, (kind.value, str(about or ""), place)))
    new = insert_into(OutcomeNews, dialect=db.engine.dialect.name).values(
        kind=kind,
        once_key=key,
        event_id=event_id,
        survey_id=survey_id,
        road_map_id=road_map_id,
        action_id=action_id,
        made_at=at,
    )
    once = new.on_conflict_do_nothing(index_elements=["once_key"])
    return db.session.scalar(once.returning(OutcomeNews.id)) is not None


def announce_list(problem_list: ProblemList, *, at: datetime) -> None:
    """A list was published: its event hears of it, or the surveys whose sentences are on it.

    The event hears, too, of road maps that are out already and take up what is public only now.
    """
    kind = NewsKind.LIST_PUBLISHED
    if problem_list.event:
        event = problem_list.event
        announce(kind, event_id=event.id, at=at)
        actions = [action for outcome in outcomes_of_event(event) for action in outcome.actions]
        for road_map_id in sorted({action.road_map_id for action in actions}):
            about = {"event_id": event.id, "road_map_id": road_map_id}
            announce(NewsKind.ROAD_MAP_PUBLISHED, **about, at=at)
    else:
        for survey_id in surveys_in(problem_list):
            announce(kind, survey_id=survey_id, at=at)


def announce_road_map(road_map: RoadMap, *, at: datetime) -> None:
    """A road map was published: everybody hears of it whose problems it takes up."""
    _announce_to_all(NewsKind.ROAD_MAP_PUBLISHED, Action.road_map_id == road_map.id, road_map, at)


def announce_done(action: Action, *, at: datetime) -> None:
    """An action of a published road map is done: everybody hears of it whose problems it is for."""
    road_map, this = action.road_map, Action.id == action.id
    _announce_to_all(NewsKind.ACTION_DONE, this, road_map, at, action_id=action.id)


def _announce_to_all(
    kind: NewsKind,
    which: sa.ColumnElement[bool],
    road_map: RoadMap,
    at: datetime,
    action_id: int | None = None,
) -> None:
    problems = sa.select(action_problems.c.problem_id).join(
        Action, Action.id == action_problems.c.action_id
    )
    places = places_of(db.session.scalars(problems.where(which)).all())
    about = {"road_map_id": road_map.id, "action_id": action_id}
    for event_id in places.events:
        announce(kind, event_id=event_id, **about, at=at)
    for survey_id in places.surveys:
        announce(kind, survey_id=survey_id, **about, at=at)


def write_outcome_letters(*, at: datetime, limit: int = 100) -> int:
    """Write some letters of the oldest news, at most `limit`; how many steps were taken, 0 if
    there is nothing left to do. Commit after; it goes on where it stopped."""
    rows = sa.select(OutcomeNews).where(OutcomeNews.written_at.is_(None))
    news = db.session.scalar(
        rows.order_by(OutcomeNews.id).limit(1).with_for_update(skip_locked=True)
    )
    if news is None:
        return 0
    told = _told(news)
    readers = _readers(news, limit) if told and _holds(told) else []
    if told and readers:
        put_once([told.row(reader, at=at) for reader in readers])
    elif told and not _holds(told) and not _is_begun(news):
        db.session.delete(news)  # whoever publishes it again tells of it then
    else:
        news.written_at = at
    db.session.flush()
    return max(1, len(readers))


def _told(news: OutcomeNews) -> Told | None:
    place: Event | Survey | None
    if news.event_id:
        place = db.session.get(Event, news.event_id)
    else:
        place = db.session.get(Survey, news.survey_id)
    if place is None:
        return None
    action = db.session.get(Action, news.action_id) if news.action_id else None
    road_map = db.session.get(RoadMap, news.road_map_id) if news.road_map_id else None
    all_outcomes = (
        outcomes_of_event(place) if isinstance(place, Event) else outcomes_of_survey(place)
    )
    fits = _WHAT_FITS[news.kind](news)
    return Told(news, place, list(filter(None, map(fits, all_outcomes))), road_map, action)


_Fitting = Callable[[Outcome], Outcome | None]


def _with_actions(of_news: Callable[[Action], bool]) -> _Fitting:
    """Only problems with such actions, and these actions alone."""

    def fits(outcome: Outcome) -> Outcome | None:
        actions = [action for action in outcome.actions if of_news(action)]
        return Outcome(outcome.problem, actions, outcome.gathered_in) if actions else None

    return fits


_WHAT_FITS: dict[NewsKind, Callable[[OutcomeNews], _Fitting]] = {
    NewsKind.LIST_PUBLISHED: lambda _news: lambda outcome: outcome,
    NewsKind.ROAD_MAP_PUBLISHED: lambda news: _with_actions(
        lambda action: action.road_map_id == news.road_map_id
    ),
    NewsKind.ACTION_DONE: lambda news: _with_actions(lambda action: action.id == news.action_id),
}


def _holds(told: Told) -> bool:
    """Whether it is still true: not where the list or the road map was taken back meanwhile."""
    return bool(told.outcomes)


def _is_begun(news: OutcomeNews) -> bool:
    written = sa.exists().where(Letter.once_key.startswith(once_prefix(news), autoescape=True))
    return bool(db.session.scalar(sa.select(written)))


def _readers(news: OutcomeNews, limit: int) -> Sequence[Registration | OutcomeAddress]:
    """At most `limit` of those who were not written to yet: first people who came, then addresses
    that were left with the answers."""
    return _people(news, limit) or _addresses(news, limit)


def _people(news: OutcomeNews, limit: int) -> Sequence[Registration]:
    """Who was admitted to the event's programme and allowed later contact: one of each mailbox."""
    if news.event_id is None:
        return []
    came = sa.exists().where(
        Attendance.registration_id == Registration.id,
        Attendance.checkpoint_id == Checkpoint.id,
        ~Checkpoint.beside_programme,
    )
    allowed = sa.exists().where(
        Consent.registration_id == Registration.id,
        Consent.purpose == ConsentPurpose.FUTURE_EVENTS,
        Consent.withdrawn_at.is_(None),
    )
    key = sa.literal(once_prefix(news)).concat(Registration.mailbox)
    chosen = (
        sa.select(sa.func.min(Registration.id))
        .where(
            Registration.event_id == news.event_id,
            Registration.merged_into_id.is_(None),
            Registration.mailbox_until.is_(None),
            Registration.email.is_not(None),
            came,
            allowed,
            ~sa.exists().where(Letter.once_key == key),
        )
        .group_by(Registration.mailbox)
        .order_by(sa.func.min(Registration.id))
        .limit(limit)
    )
    people = sa.select(Registration).where(Registration.id.in_(chosen))
    return db.session.scalars(people.order_by(Registration.id)).all()


def _addresses(news: OutcomeNews, limit: int) -> Sequence[OutcomeAddress]:
    place = (
        OutcomeAddress.event_id == news.event_id
        if news.event_id
        else OutcomeAddress.survey_id == news.survey_id
    )
    rows = sa.select(OutcomeAddress).where(place).order_by(OutcomeAddress.id)
    left, found = db.session.scalars(rows).all(), list[OutcomeAddress]()
    for first in range(0, len(left), _AT_ONCE):
        found += _unwritten(news, left[first : first + _AT_ONCE])
        if len(found) >= limit:
            break
    return found[:limit]


def _unwritten(news: OutcomeNews, left: Sequence[OutcomeAddress]) -> list[OutcomeAddress]:
    keys = {f"{once_prefix(news)}{mailbox_of(address.email)}": address for address in left}
    written = db.session.scalars(sa.select(Letter.once_key).where(Letter.once_key.in_(keys)))
    there = set(written)
    return [address for key, address in keys.items() if key not in there]
