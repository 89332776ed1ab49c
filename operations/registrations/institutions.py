"""The names of institutions that are suggested to people who register."""

from collections.abc import Mapping

import sqlalchemy as sa

from extensions import db
from models.institutions import Institution


def suggest_institutions(names: Mapping[str, str]) -> None:
    """Suggest these (folded name → name) from now on, and no others."""
    known = {row.search_key: row for row in db.session.scalars(sa.select(Institution))}
    for key, name in names.items():
        if key not in known:
            db.session.add(Institution(name=name, search_key=key))
        elif known[key].name != name:
            known[key].name = name
    for key in known.keys() - names.keys():
        db.session.delete(known[key])
    db.session.flush()
