"""Signing in, and one's own account."""

from flask import Blueprint

from blueprints.accounts import (
    account,
    authenticators,
    factors,
    passkeys,
    passwords,
    recovery_codes,
    second_steps,
    sign_ins,
)

bp = Blueprint("accounts", __name__)
for page in (sign_ins, second_steps, passkeys, account, passwords):
    bp.register_blueprint(page.bp)
for page in (factors, authenticators, recovery_codes):
    bp.register_blueprint(page.bp)
