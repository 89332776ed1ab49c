"""What a browser keeps of someone who signed in."""

from flask import session, url_for
from flask_login import login_user

from models.users import User
from policy import Permission, may


def begin(user: User) -> None:
    """A new session for 12 hours: nothing of an earlier one, but the language, lives on in it."""
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
    """Where someone's work begins."""
    if may(user, Permission.SEE_BACK_OFFICE):
        return url_for("organizer.dashboard.show")
    return url_for("check_in.checkpoints.index")
