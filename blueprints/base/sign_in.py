"""Who is signed in: the browser's cookie holds a random text, and a row says whose it is."""

from contextlib import suppress
from hashlib import sha256
from typing import Any, TypeVar

from flask import Flask, current_app, g, redirect, request, session, url_for
from flask.sessions import SecureCookieSessionInterface
from flask.typing import ResponseReturnValue
from itsdangerous import URLSafeTimedSerializer
from sqlalchemy.exc import SQLAlchemyError

from blueprints.base.transactions import beside_the_request
from extensions import login
from lib.clock import utc_now
from models.sign_ins import USE_IS_WRITTEN, SignIn
from models.users import User
from operations.accounts.sign_ins import note_use
from policy import needs_second_factor
from queries.accounts.sign_ins import sign_in_by_token

View = TypeVar("View")

OWN_PHONES = "phones"
"""Key in the session: the numbers of the devices that are revoked when this person signs out
here."""
TOKEN = "_user_id"  # noqa: S105 - the key in the session that Flask-Login reads


class _Timeless(URLSafeTimedSerializer):
    """Signs as Flask does, and asks for no age: a clock that steps back would end every session."""

    def loads(self, s: str | bytes, *_age: Any, **_max_age: Any) -> Any:
        return super().loads(s)


class Sessions(SecureCookieSessionInterface):
    """What a cookie holds is good as long as the browser keeps it; a sign-in as long as its row."""

    digest_method = staticmethod(sha256)

    def get_signing_serializer(self, app: Flask) -> URLSafeTimedSerializer | None:
        made = super().get_signing_serializer(app)
        if made is not None:
            made.__class__ = _Timeless
        return made


def init_app(app: Flask) -> None:
    app.session_interface = Sessions()
    login.session_protection = None  # the row says all that counts
    login.user_loader(load_user)
    login.unauthorized_handler(to_sign_in)


def load_user(token: str) -> User | None:
    """Whose cookie this is, once all steps are taken and while it has not run out."""
    sign_in = known_sign_in(token)
    if sign_in is None or sign_in.passed_at is None:
        return None
    sign_in.user.narrowed_to = None
    return sign_in.user


def known_sign_in(token: str | None = None) -> SignIn | None:
    """This browser's sign-in, also while it waits for the second factor."""
    if "sign_in" not in g:
        token = token or session.get(TOKEN)
        found = sign_in_by_token(token) if isinstance(token, str) else None
        g.sign_in = found if found and found.holds(utc_now()) else None
    sign_in: SignIn | None = g.sign_in
    return sign_in


def present_sign_in() -> SignIn:
    """The sign-in of whoever is signed in, for views that only they reach. Raises LookupError."""
    if (sign_in := known_sign_in()) is None:
        raise LookupError("nobody is signed in")
    return sign_in


def polled(view: View) -> View:
    """Mark a view that open pages ask by themselves: that is no use of the sign-in."""
    view.is_polled = True  # type: ignore[attr-defined]
    return view


def keep_alive() -> None:
    """Write that the sign-in was used, at most every five minutes, before anything else is
    written. A use that cannot be written refuses nobody."""
    sign_in, now = present_sign_in(), utc_now()
    view = current_app.view_functions.get(request.endpoint or "")
    if getattr(view, "is_polled", False) or now < sign_in.last_used_at + USE_IS_WRITTEN:
        return
    sign_in_id = sign_in.id  # inside, the row would be read anew, by a transaction of its own
    with suppress(SQLAlchemyError), beside_the_request() as connection:
        note_use(connection, sign_in_id, at=now)


def must_have_second_factor(user: User) -> bool:
    """Whether the password alone is never enough for this user."""
    return current_app.config["SETTINGS"].second_factor_required and needs_second_factor(user)


def lacks_second_factor() -> bool:
    """Whether this user must set up a second factor before anything else."""
    sign_in = present_sign_in()
    return sign_in.factor is None and must_have_second_factor(sign_in.user)


def to_sign_in() -> ResponseReturnValue:
    return redirect(url_for("accounts.sign_ins.new", next=_page_asked_for()))


def to_set_up() -> ResponseReturnValue:
    """Where whoever lacks a second factor sets one up, to go on then where they wanted to."""
    return redirect(url_for("accounts.factors.index", next=_page_asked_for()), 303)


def _page_asked_for() -> str | None:
    return request.full_path.rstrip("?") if request.method == "GET" else None
