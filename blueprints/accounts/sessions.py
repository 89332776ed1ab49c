"""What a session holds of someone who signed in."""

from flask import session, url_for
from flask_login import login_user

from models.users import User
from policy import Permission, may


def begin(user: User) -> None:
    """Start a new session for 12 hours. Only the language of an earlier one is kept."""
    language = user.locale or session.get("lang")
    end()
    if language:
        session["lang"] = language
    session.permanent = True
    login_user(user)


def end() -> None:
    language = session.get("lang")
    session.clear()
    if language:
        session["lang"] = language


def start_page(user: User) -> str:
    """The page that someone sees first after signing in."""
    if may(user, Permission.SEE_BACK_OFFICE):
        return url_for("organizer.dashboard.show")
    return url_for("check_in.checkpoints.index")
