"""Two central administrators together let somebody who lost everything set up a new second step."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa

from extensions import db
from lib.refusals import Refusal
from models.audit import AuditAction
from models.factors import RESET_WAITS, FactorReset
from models.users import User
from operations.accounts.factors import take_away_factors
from operations.base.audit import record
from policy import Permission, may
from queries.accounts.factors import has_factor


class OwnReset(Refusal):
    """Nobody asks for a reset of their own, or grants one that they asked for."""


class NothingToReset(Refusal):
    """The user has no second factor."""


class NotOpen(Refusal):
    """It was granted, dropped or waited too long, or whoever asked no longer manages users."""


def ask_for_factor_reset(user: User, *, by: User, at: datetime) -> FactorReset:
    """Ask that the user's factors be taken away; nothing happens until somebody else grants it.

    Raises OwnReset, NothingToReset.
    """
    if user.id == by.id:
        raise OwnReset
    if not has_factor(user):
        raise NothingToReset
    reset = FactorReset(user_id=user.id, asked_by_id=by.id, asked_at=at)
    db.session.add(reset)
    db.session.flush()
    record(AuditAction.FACTOR_RESET_ASKED, at=at, by=by, subject_id=user.id)
    db.session.flush()
    return reset


def grant_factor_reset(reset: FactorReset, *, by: User, at: datetime) -> None:
    """Take the user's factors away. Of two who grant it at once, one does.

    Raises OwnReset, NotOpen.
    """
    if by.id in (reset.user_id, reset.asked_by_id):
        raise OwnReset
    asker = reset.asked_by
    if not (asker.is_active and may(asker, Permission.MANAGE_USERS)):
        raise NotOpen
    _decide(reset, at, granted_by_id=by.id, granted_at=at)
    take_away_factors(reset.user, by=by, at=at)


def drop_factor_reset(reset: FactorReset, *, by: User, at: datetime) -> None:
    """Nothing is taken away: any administrator who sees it may drop it. Raises NotOpen."""
    _decide(reset, at, dropped_at=at)
    record(AuditAction.FACTOR_RESET_DROPPED, at=at, by=by, subject_id=reset.user_id)
    db.session.flush()


def _decide(reset: FactorReset, at: datetime, **decision: Any) -> None:
    decided = db.session.execute(
        sa.update(FactorReset)
        .where(
            FactorReset.id == reset.id,
            FactorReset.granted_at.is_(None),
            FactorReset.dropped_at.is_(None),
            FactorReset.asked_at > at - RESET_WAITS,
        )
        .values(**decision)
        .returning(FactorReset.id)
        .execution_options(synchronize_session=False)
    ).scalar()
    if decided is None:
        raise NotOpen
    db.session.refresh(reset)
