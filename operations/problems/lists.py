"""An event's, a province's or the programme's problem list: found, held, made when first needed."""

import sqlalchemy as sa

from extensions import db
from lib.inserts import insert_into
from models.problems import ProblemList
from models.scopes import Scope


def list_of(scope: Scope) -> ProblemList:
    """The list of that scope. It is made where there was none; of two who make it at once, one."""
    found = db.session.scalar(_of(scope))
    if found is None:
        insert = insert_into(ProblemList, dialect=db.engine.dialect.name).values(
            scope_text=str(scope),
            event_id=scope.event_id,
            province=scope.province,
            hide_reasons=[],
        )
        db.session.execute(insert.on_conflict_do_nothing(index_elements=["scope_text"]))
        found = db.session.scalars(_of(scope)).one()
    return found


def held_list(scope: Scope) -> ProblemList:
    """The list, locked: one moderator at a time decides about it, until the commit.

    What was found before may have changed: find it again.
    """
    number = list_of(scope).id
    db.session.execute(
        sa.select(ProblemList.id).where(ProblemList.id == number).with_for_update(key_share=True)
    )
    db.session.expire_all()
    return db.session.get_one(ProblemList, number)


def _of(scope: Scope) -> sa.Select[ProblemList]:
    return sa.select(ProblemList).where(ProblemList.scope_text == str(scope))
