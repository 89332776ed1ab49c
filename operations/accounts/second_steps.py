"""The second step of signing in; the same factor proves later that it is still the same person."""

from datetime import datetime

from models.sign_ins import Factor, SignIn
from operations.accounts.authenticators import count_number
from operations.accounts.recovery_codes import use_recovery_code


def factor_proved(sign_in: SignIn, typed: str, *, at: datetime) -> Factor | None:
    """With which factor of theirs the user has just proved who they are: a number of the app or a
    recovery code. None: it is neither, or has counted before."""
    if count_number(sign_in.user, typed, at=at):
        return Factor.AUTHENTICATOR
    if use_recovery_code(sign_in, typed, at=at):
        return Factor.RECOVERY_CODE
    return None
