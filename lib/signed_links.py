"""Links that give a right: signed numbers that nobody can forge, revocable by a version among
them."""

from collections.abc import Sequence
from hashlib import sha1, sha256

from itsdangerous import BadData, URLSafeSerializer


class BadLink(Exception):
    """The token was not made here, or was cut or changed on its way."""


class LinkSigner:
    """Signs with the newest secret; accepts the older ones too."""

    def __init__(self, secrets: Sequence[str]) -> None:
        self._secrets = list(reversed(secrets))  # itsdangerous signs with the last of the list

    def sign(self, purpose: str, *numbers: int) -> str:
        return str(self._serializer(purpose).dumps(numbers))

    def read(self, purpose: str, token: str, *, count: int) -> list[int]:
        """The numbers that were signed for this purpose. Raises BadLink."""
        try:
            numbers = self._serializer(purpose).loads(token)
        except (BadData, UnicodeError):
            raise BadLink from None
        if not isinstance(numbers, list) or len(numbers) != count:
            raise BadLink
        return numbers

    def _serializer(self, purpose: str) -> URLSafeSerializer:
        return URLSafeSerializer(
            self._secrets,
            salt=f"meydan {purpose}",
            signer_kwargs={"digest_method": sha256, "key_derivation": "hmac"},
            fallback_signers=[{"digest_method": sha1}],  # links in emails of before
        )
