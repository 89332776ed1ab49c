"""The worker seals in few steps, however much is written meanwhile."""

import sqlalchemy as sa

from commands import duties
from commands.work import CALENDAR, Worker
from extensions import db
from models.audit import AuditAction, AuditSeal
from operations.base import seals
from operations.base.audit import record
from tests.factories import NOW


def test_full_seals_go_on_and_the_first_that_is_not_full_ends_the_round(app, monkeypatch):
    for module in (duties, seals):
        monkeypatch.setattr(module, "AT_ONCE", 2)
    for _ in range(5):
        record(AuditAction.EVENT_CHANGED, at=NOW, by=None)
    db.session.commit()
    next(duty for duty in CALENDAR if duty.name == "seals").run(Worker())
    db.session.rollback()
    lists = db.session.scalars(sa.select(AuditSeal.entries).order_by(AuditSeal.number)).all()
    assert lists == [[1, 2], [3, 4], [5]]
