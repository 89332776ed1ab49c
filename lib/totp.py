"""Numbers of an authenticator app: six digits, new every 30 seconds (TOTP, RFC 6238)."""

import re
from datetime import datetime

import pyotp
from pyotp.exceptions import OTPVerificationError

_NUMBER = re.compile("[0-9]{6}")
_STEPS_BESIDE = 1
"""Clocks of phones are late or early, and people are slow: the step before and after counts, too."""


def new_seed() -> str:
    """160 random bits in base 32, as apps take them."""
    return pyotp.random_base32()


def step_of(typed: str, seed: str, *, at: datetime) -> int | None:
    """The time step whose number was typed, with or without spaces; None: it is a wrong number."""
    number = "".join(typed.split())
    if not _NUMBER.fullmatch(number):
        return None
    try:
        return pyotp.TOTP(seed).verify_and_get_timecode(
            number, for_time=at, valid_window=_STEPS_BESIDE
        )
    except OTPVerificationError:
        return None


def app_address(seed: str, *, account: str, issuer: str) -> str:
    """What the app reads from the QR code: an otpauth address."""
    return pyotp.TOTP(seed).provisioning_uri(name=account, issuer_name=issuer)
