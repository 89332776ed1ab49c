"""What a browser's session holds of someone who signed in."""

from flask import g, request, session, url_for

from blueprints.accounts import known_browsers
from blueprints.base.sign_in import TOKEN, known_sign_in
from extensions import db
from lib.browsers import browser_named
from lib.clock import utc_now
from lib.web_addresses import is_local
from models.sign_ins import Factor
from models.users import User
from operations.accounts.sign_ins import await_second_step, begin_sign_in
from policy import Permission, may


def begin(user: User, *, factor: Factor | None) -> None:
    """Sign this browser in, and commit. Only the language of an earlier session is kept."""
    _forget_pending()
    _row, token = begin_sign_in(user, browser=_browser(), factor=factor, at=utc_now())
    db.session.commit()
    _hold(user, token)
    known_browsers.remember(user)


def begin_to_wait(user: User) -> None:
    """Let this browser go on to the second step, and commit: the password was right."""
    _forget_pending()
    _row, token = await_second_step(user, browser=_browser(), at=utc_now())
    db.session.commit()
    _hold(user, token)


def end() -> None:
    """Forget whatever the session holds but the language."""
    language = session.get("lang")
    session.clear()
    g.pop("sign_in", None)
    g.pop("_login_user", None)
    if language:
        session["lang"] = language


def start_page(user: User) -> str:
    """The page that someone sees first after signing in."""
    if may(user, Permission.SEE_BACK_OFFICE):
        return url_for("organizer.dashboard.show")
    return url_for("check_in.checkpoints.index")


def wanted_page(user: User) -> str:
    """Where whoever has just signed in wanted to go: a page of this site, else their start page."""
    return wanted_address() or start_page(user)


def wanted_address() -> str | None:
    """The page of this site that was asked for before; steps between hand it on."""
    wanted = request.args.get("next", "")
    return wanted if is_local(wanted) else None


def _hold(user: User, token: str) -> None:
    language = user.locale or session.get("lang")
    end()
    if language:
        session["lang"] = language
    session.permanent = True
    session[TOKEN] = token


def _forget_pending() -> None:
    """A browser that signs in anew leaves no row behind."""
    if (pending := known_sign_in()) is not None:
        db.session.delete(pending)


def _browser() -> str:
    return browser_named(request.user_agent.string)
