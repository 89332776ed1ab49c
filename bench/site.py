"""The site with two bare routes, which show what the same server can do at most."""

import sqlalchemy as sa
from flask import Flask, Response

import app as meydan
from blueprints.base.access import for_all
from extensions import csrf, db
from models.events import Event
from models.places import Quota

BARE_EVENT = "bare-update"


def create_app() -> Flask:
    app = meydan.create_app()

    @app.get("/bare")
    @for_all
    def bare_page() -> str:
        return "<!doctype html><title>Bare</title><p>Nothing but Flask."

    @app.post("/bare")
    @csrf.exempt  # type: ignore[untyped-decorator]
    @for_all
    def bare_update() -> Response:
        """One UPDATE of one row, committed, with the same durability as the site's."""
        counted = sa.select(Event.id).where(Event.slug == BARE_EVENT).scalar_subquery()
        db.session.execute(
            sa.update(Quota).where(Quota.event_id == counted).values(taken=Quota.taken + 1),
            execution_options={"synchronize_session": False},
        )
        db.session.commit()
        return Response(status=204)

    return app
