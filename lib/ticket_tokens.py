"""The signed token in a ticket's QR: opaque numbers and an Ed25519 signature, no personal data.

Layout of the 77 signed bytes, then written in base 36 so that the QR can use its compact
alphanumeric mode (version 5, level M, holds 122 characters; the token has 121)::

    key id (1) | event id (4, big endian) | ticket id (8, random) | Ed25519 signature (64)

The leading letter `M` names this layout. The signature covers the layout letter and the first
13 bytes. Source: RFC 8032 (Ed25519).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

LAYOUT = "M"
_HEADER_BYTES = 13
_BYTES = _HEADER_BYTES + 64
_DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_DIGIT_SET = frozenset(_DIGITS)
LENGTH = 1 + 120


class BadToken(Exception):
    """The text is no ticket token, or its signature is not ours."""


@dataclass(frozen=True)
class TicketToken:
    event_id: int
    ticket_id: bytes


@dataclass(frozen=True)
class TicketKey:
    """One signing key, derived from a secret, so that nothing more has to be stored or copied."""

    key_id: int
    private: Ed25519PrivateKey
    public: Ed25519PublicKey

    @classmethod
    def derived_from(cls, secret: str) -> "TicketKey":
        seed = HKDF(hashes.SHA256(), length=32, salt=None, info=b"meydan ticket signature")
        private = Ed25519PrivateKey.from_private_bytes(seed.derive(secret.encode()))
        public = private.public_key()
        return cls(sha256(_raw(public)).digest()[0], private, public)

    @property
    def public_bytes(self) -> bytes:
        """The 32 raw bytes of the public key, as WebCrypto imports them."""
        return _raw(self.public)


class TicketSigner:
    """Signs with the first key and accepts all keys, so that a secret can be replaced."""

    def __init__(self, secrets: Iterable[str]) -> None:
        self.keys = [TicketKey.derived_from(secret) for secret in secrets]

    def sign(self, token: TicketToken) -> str:
        key = self.keys[0]
        header = bytes([key.key_id]) + token.event_id.to_bytes(4, "big") + token.ticket_id
        return LAYOUT + _base36(header + key.private.sign(LAYOUT.encode() + header))

    def verify(self, text: str) -> TicketToken:
        """The token in the text. Raises BadToken unless one of the keys signed exactly this
        text."""
        body = _from_base36(text)
        header, signature = body[:_HEADER_BYTES], body[_HEADER_BYTES:]
        for key in self.keys:
            if key.key_id == header[0] and _signed(key, header, signature):
                return TicketToken(int.from_bytes(header[1:5], "big"), header[5:])
        raise BadToken


def looks_like_token(text: str) -> bool:
    """Whether the text has the form of a token, whoever signed it."""
    return len(text) == LENGTH and text[0] == LAYOUT and _DIGIT_SET.issuperset(text)


def _signed(key: TicketKey, header: bytes, signature: bytes) -> bool:
    try:
        key.public.verify(signature, LAYOUT.encode() + header)
    except InvalidSignature:
        return False
    return True


def _raw(key: Ed25519PublicKey) -> bytes:
    return key.public_bytes(Encoding.Raw, PublicFormat.Raw)


def _base36(body: bytes) -> str:
    number, digits = int.from_bytes(body, "big"), []
    for _ in range(LENGTH - 1):
        number, digit = divmod(number, 36)
        digits.append(_DIGITS[digit])
    return "".join(reversed(digits))


def _from_base36(text: str) -> bytes:
    if not looks_like_token(text):
        raise BadToken
    try:
        return int(text[1:], 36).to_bytes(_BYTES, "big")
    except OverflowError:
        raise BadToken from None
