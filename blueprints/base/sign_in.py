"""Who is signed in: the session names the user and the version of their sign-in."""

from flask import Flask, redirect, request, url_for
from flask.typing import ResponseReturnValue

from extensions import db, login
from models.users import User

OWN_PHONES = "phones"
"""Key in the session: the numbers of the devices that are revoked when this person signs out
here."""


def init_app(_app: Flask) -> None:
    login.user_loader(load_user)
    login.unauthorized_handler(to_sign_in)


def load_user(signed_in_as: str) -> User | None:
    number, _, version = signed_in_as.partition(".")
    if not (number.isdecimal() and version.isdecimal()):
        return None
    user = db.session.get(User, int(number))
    return user if user and user.is_active and user.sign_in_version == int(version) else None


def to_sign_in() -> ResponseReturnValue:
    wanted = request.full_path.rstrip("?") if request.method == "GET" else None
    return redirect(url_for("accounts.sign_ins.new", next=wanted))
