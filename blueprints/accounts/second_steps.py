"""The second step of signing in. Whoever has signed in proves here once more that it is them."""

from math import ceil

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import ngettext

from blueprints.accounts import known_browsers, sessions
from blueprints.base.access import for_all
from blueprints.base.limits import seconds_until
from blueprints.base.sign_in import known_sign_in
from blueprints.inputs.accounts.factors import PasswordProofForm, SecondStepForm
from extensions import db, digest_of, limiter
from lib.clock import utc_now
from lib.passwords import matches
from models.sign_ins import Factor, SignIn
from models.users import User
from operations.accounts.second_steps import (
    count_try,
    factor_proved,
    forget_tries,
    note_wrong_try,
)
from operations.accounts.sign_ins import note_proof
from operations.base.attempts import TooManyAttempts
from queries.accounts.factors import Factors, factors_of

bp = Blueprint("second_steps", __name__)

Form = SecondStepForm | PasswordProofForm


@bp.get("/sign-in/second-factor")
@for_all
def new() -> ResponseReturnValue:
    known = _known()
    if known is None:
        return _to_first_step()
    sign_in, factors = known
    return _form_page(sign_in, factors, _form(factors, formdata=None))


@bp.post("/sign-in/second-factor")
@for_all
def create() -> ResponseReturnValue:
    known = _known()
    if known is None:
        return _to_first_step()
    sign_in, factors = known
    form = _form(factors)
    if not form.validate():
        return _form_page(sign_in, factors, form, 422)
    try:
        if limiter.enabled:
            count_try(sign_in, known=_known_browser(sign_in), at=utc_now())
    except TooManyAttempts as refusal:
        return _too_many_page(sign_in, factors, form, refusal)
    db.session.commit()  # hashing is slow on purpose: no lock is held meanwhile
    is_right, factor = _proved(sign_in, form)
    if not is_right:
        note_wrong_try(sign_in, at=utc_now())
        db.session.commit()
        form.refuse(form.wrong)
        return _form_page(sign_in, factors, form, 422)
    return _go_on(sign_in, factor)


def _known() -> tuple[SignIn, Factors] | None:
    """Who has signed in, or given the right password and has a factor to go on with."""
    sign_in = known_sign_in()
    if sign_in is None:
        return None
    factors = factors_of(sign_in.user)
    return (sign_in, factors) if sign_in.passed_at or factors.number else None


def _known_browser(sign_in: SignIn) -> str | None:
    mark = known_browsers.mark_for(sign_in.user.email)
    return digest_of(mark) if mark else None


def _form(factors: Factors, **options: None) -> Form:
    return SecondStepForm(factors, **options) if factors.number else PasswordProofForm(**options)


def _proved(sign_in: SignIn, form: Form) -> tuple[bool, Factor | None]:
    """Whether it is them, and by which factor; who has none proves it by the password."""
    if isinstance(form, PasswordProofForm):
        return matches(form.password.data, sign_in.user.password_hash), None
    factor = factor_proved(sign_in, form.asked.data, at=utc_now())
    return factor is not None, factor


def _go_on(sign_in: SignIn, factor: Factor | None) -> ResponseReturnValue:
    user = sign_in.user
    forget_tries(sign_in, known=_known_browser(sign_in))
    if sign_in.passed_at is None:
        sessions.begin(user, factor=factor)
    else:
        note_proof(sign_in, factor, at=utc_now())
        db.session.commit()
    if factor is Factor.RECOVERY_CODE:
        _tell_what_it_did(user)
    return redirect(sessions.wanted_page(user), 303)


def _tell_what_it_did(user: User) -> None:
    left = factors_of(user).unused_codes
    flash(
        ngettext(
            "You used a recovery code, and were signed out everywhere else. %(num)d code is left.",
            "You used a recovery code, and were signed out everywhere else. %(num)d codes are left.",
            left,
        ),
        "warning",
    )


def _to_first_step() -> ResponseReturnValue:
    return redirect(url_for("accounts.sign_ins.new", next=sessions.wanted_address()), 303)


def _too_many_page(
    sign_in: SignIn, factors: Factors, form: Form, refusal: TooManyAttempts
) -> ResponseReturnValue:
    seconds = seconds_until(refusal.again_at)
    form.refuse(
        ngettext(
            "This was wrong too often. Try again in %(num)d minute.",
            "This was wrong too often. Try again in %(num)d minutes.",
            ceil(seconds / 60),
        )
    )
    body, status = _form_page(sign_in, factors, form, 429)
    return body, status, {"Retry-After": str(seconds)}


def _form_page(sign_in: SignIn, factors: Factors, form: Form, status: int = 200) -> tuple[str, int]:
    page = render_template(
        "accounts/second_steps/new.html",
        form=form,
        factors=factors,
        is_signed_in=sign_in.passed_at is not None,
    )
    return page, status
