"""Subscriptions to a road map's changes: asked for, confirmed from the mailbox, told, ended."""

from datetime import datetime, timedelta

import sqlalchemy as sa
from flask_babel import force_locale
from sqlalchemy.orm import contains_eager

from exports.road_map_changes import headline, lines_of
from extensions import db
from letters.subscriptions import enqueue_digest, enqueue_question
from lib.inserts import insert_into
from models.base import random_id
from models.outcomes import Subscription
from models.road_maps import RoadMap, RoadMapChange
from queries.road_maps.actions import today_at
from queries.road_maps.feed import changes_since

AGAIN = timedelta(minutes=10)
"""How long nobody is asked again whether they meant it."""
UNCONFIRMED = timedelta(days=3)
"""How long an address that did not answer is kept."""
MOST_TOLD = 50
"""How many changes a digest tells; the next one goes on from there."""


def ask_for_subscription(road_map: RoadMap, email: str, *, locale: str, at: datetime) -> None:
    """Write to the mailbox, whose reader confirms. Nothing tells whether the address is known: who
    has subscribed already, or was asked just now, gets no email."""
    new = insert_into(Subscription, dialect=db.engine.dialect.name).values(
        id=random_id(), road_map_id=road_map.id, email=email, locale=locale, asked_at=at
    )
    made = db.session.scalar(
        new.on_conflict_do_update(
            index_elements=["road_map_id", "email"],
            set_={"asked_at": at, "locale": locale},
            where=sa.and_(Subscription.confirmed_at.is_(None), Subscription.asked_at <= at - AGAIN),
        ).returning(Subscription),
        execution_options={"populate_existing": True},
    )
    if made is not None:
        enqueue_question(made, at=at)
    db.session.flush()


def confirm_subscription(subscription: Subscription, *, at: datetime) -> None:
    """From now on its changes are told. One that was confirmed already stays as it is."""
    if subscription.confirmed_at is not None:
        return
    newest = sa.select(sa.func.max(RoadMapChange.id)).where(
        RoadMapChange.road_map_id == subscription.road_map_id
    )
    subscription.confirmed_at = at
    subscription.told_change_id = db.session.scalar(newest) or 0
    db.session.flush()


def end_subscription(subscription: Subscription) -> None:
    """Nothing of it is kept."""
    db.session.delete(subscription)
    db.session.flush()


def forget_unconfirmed(*, at: datetime) -> int:
    """Delete what nobody confirmed; how many."""
    rows = sa.delete(Subscription).where(
        Subscription.confirmed_at.is_(None), Subscription.asked_at < at - UNCONFIRMED
    )
    gone = db.session.scalars(
        rows.returning(Subscription.id), execution_options={"synchronize_session": False}
    )
    return len(gone.all())


def write_digests(*, at: datetime, limit: int = 50) -> int:
    """Write to some whose road map has changed since they were told, each once a day at most; how
    many. Commit after; it goes on with the others."""
    due = _due(at, limit)
    for subscription in due:
        _write_digest(subscription, at)
    db.session.flush()
    return len(due)


def _due(at: datetime, limit: int) -> list[Subscription]:
    untold = sa.exists().where(
        RoadMapChange.road_map_id == Subscription.road_map_id,
        RoadMapChange.id > Subscription.told_change_id,
    )
    rows = (
        sa.select(Subscription)
        .join(Subscription.road_map)
        .where(
            Subscription.confirmed_at.is_not(None),
            RoadMap.published_at.is_not(None),
            sa.or_(Subscription.told_on.is_(None), Subscription.told_on < today_at(at)),
            untold,
        )
        .options(contains_eager(Subscription.road_map))
        .order_by(Subscription.id)
        .limit(limit)
        .with_for_update(of=Subscription, skip_locked=True)
    )
    return list(db.session.scalars(rows))


def _write_digest(subscription: Subscription, at: datetime) -> None:
    changes = changes_since(subscription.road_map_id, subscription.told_change_id, limit=MOST_TOLD)
    with force_locale(subscription.locale):
        told = [_told(change, subscription.locale) for change in changes]
    enqueue_digest(subscription, told, day=today_at(at), at=at)
    subscription.told_change_id = changes[-1].id
    subscription.told_on = today_at(at)


def _told(change: RoadMapChange, locale: str) -> str:
    lines = lines_of(change.details)
    head = headline(change, locale)
    return f"{head} ({'; '.join(lines)})" if lines else head
