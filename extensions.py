"""The extensions, made once and bound to the app in create_app()."""

from collections.abc import Callable

from flask import Flask, current_app, request
from flask_babel import Babel
from flask_limiter import Limiter
from flask_login import LoginManager
from flask_mail import Mail
from flask_migrate import Migrate
from flask_sqlalchemy import SQLAlchemy
from flask_wtf import CSRFProtect

from lib.clients import client_of, digest
from lib.field_keys import FieldKeys
from lib.keeping import Keeping, Thing
from lib.signed_links import LinkSigner
from lib.ticket_tokens import TicketSigner
from models.base import Base

db = SQLAlchemy(model_class=Base, session_options={"expire_on_commit": False})
migrate = Migrate(render_as_batch=True, compare_type=True)
babel = Babel()
csrf = CSRFProtect()
login = LoginManager()
mail = Mail()


class LimiterOfMarkedRoutes(Limiter):
    """Only routes that carry a limit are counted: the others need not pay for the look-up."""

    def _check_request_limit(
        self, callable_name: str | None = None, in_middleware: bool = True
    ) -> None:
        if not in_middleware:
            super()._check_request_limit(callable_name, in_middleware)


def client(*tries: str) -> str:
    """Who sends this request, and what they try, as a digest: for counting alone."""
    return digest_of(client_of(request.remote_addr or ""), *tries)


def digest_of(*said: str) -> str:
    """A digest that only this site can make: for counting what must not be named."""
    return digest(current_app.config["SECRET_KEY"], *said)


limiter = LimiterOfMarkedRoutes(client)
"""Counts for all processes together, by default in the database."""
process_limiter = LimiterOfMarkedRoutes(client, storage_uri="memory://")
"""Counts for each process by itself: what only reads, and so must not wait for a writer; and what
must leave no trace of its hour."""


def site_zone() -> str:
    """The zone of the site, by whose clock deadlines are told: the setting TIMEZONE alone."""
    return current_app.config["BABEL_DEFAULT_TIMEZONE"]  # type: ignore[no-any-return]


class Keys:
    """The site's signatures, all derived from SECRET_KEY and its fallbacks; and FIELD_KEYS."""

    def init_app(self, app: Flask, secrets: list[str], field_keys: list[str]) -> None:
        made = (LinkSigner(secrets), TicketSigner(secrets), FieldKeys(field_keys))
        app.extensions["meydan_keys"] = made

    @property
    def links(self) -> LinkSigner:
        return current_app.extensions["meydan_keys"][0]  # type: ignore[no-any-return]

    @property
    def tickets(self) -> TicketSigner:
        return current_app.extensions["meydan_keys"][1]  # type: ignore[no-any-return]

    @property
    def fields(self) -> FieldKeys:
        return current_app.extensions["meydan_keys"][2]  # type: ignore[no-any-return]


keys = Keys()


def kept(make: Callable[[], Thing]) -> Callable[[], Thing]:
    """What each app keeps for itself in its register: `pages = kept(lambda: KeptWhileSame(…))`,
    then `pages()` wherever an app is at work."""

    def own() -> Thing:
        keeping: Keeping = current_app.extensions["keeping"]
        return keeping.own(make)

    return own
