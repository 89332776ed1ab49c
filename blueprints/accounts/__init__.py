"""Signing in, and one's own account."""

from flask import Blueprint

from blueprints.accounts import account, passkeys, passwords, sign_ins

bp = Blueprint("accounts", __name__)
for page in (sign_ins, passkeys, account, passwords):
    bp.register_blueprint(page.bp)
