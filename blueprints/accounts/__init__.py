"""Signing in, and one's own account."""

from flask import Blueprint

from blueprints.accounts import (
    account,
    account_links,
    authenticators,
    factors,
    forgotten,
    own_sign_ins,
    passkeys,
    passwords,
    recovery_codes,
    second_steps,
    sign_ins,
    tokens,
)

PAGES = (
    account.bp,
    account_links.bp,
    authenticators.bp,
    factors.bp,
    forgotten.bp,
    own_sign_ins.bp,
    passkeys.bp,
    passwords.bp,
    recovery_codes.bp,
    second_steps.bp,
    sign_ins.bp,
    tokens.bp,
)

bp = Blueprint("accounts", __name__)
for page in PAGES:
    bp.register_blueprint(page)
