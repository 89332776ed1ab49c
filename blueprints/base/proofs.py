"""Delicate acts ask who is there once more, if the last proof is older than ten minutes."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast
from urllib.parse import urlsplit

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from blueprints.base.errors import typed_fields
from blueprints.base.sign_in import present_sign_in
from lib.clock import utc_now
from models.sign_ins import SignIn
from queries.accounts.factors import has_factor

View = TypeVar("View", bound=Callable[..., Any])


def proved(view: View) -> View:
    """Only after a fresh proof. Stands under the decorator that says who may use the view."""

    @wraps(view)
    def asking(*args: Any, **kwargs: Any) -> Any:
        turned = require_proof()
        return view(*args, **kwargs) if turned is None else turned

    asking.asks_for_proof = True  # type: ignore[attr-defined]
    return cast(View, asking)


def require_proof() -> ResponseReturnValue | None:
    """Where whoever must prove who they are is sent, to come back then; None: they may go on.

    What was typed into a form is held on a page that sends it again after the proof.
    """
    if _is_proved(present_sign_in()):
        return None
    if request.method == "POST" and (typed := typed_fields()):
        return render_template("errors/proof_needed.html", typed=typed), 403
    return redirect(url_for("accounts.second_steps.new", next=_page_of_the_act()), 303)


def _is_proved(sign_in: SignIn) -> bool:
    """By the second factor, once there is one: another browser may have set it up meanwhile."""
    if not sign_in.is_proved(utc_now()):
        return False
    return sign_in.factor is not None or not has_factor(sign_in.user)


def _page_of_the_act() -> str:
    """The page asked for, or that on which the form stands that was sent."""
    if request.method in ("GET", "HEAD"):
        return request.full_path.rstrip("?")
    page = urlsplit(request.referrer or "")
    if page.netloc == request.host and page.path.startswith("/"):
        return f"{page.path}?{page.query}" if page.query else page.path
    return url_for("accounts.account.edit")
