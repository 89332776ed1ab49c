"""Encryption of single fields: whoever has the database alone cannot read them."""

from collections.abc import Sequence

from cryptography.fernet import Fernet, InvalidToken, MultiFernet


class BadFieldKey(ValueError):
    """A key that is not 32 random bytes in URL-safe base64."""


class Unreadable(Exception):
    """It was encrypted with a key that is not here any more, or was changed."""


class FieldKeys:
    """Encrypts with the newest key; reads what any of the keys has encrypted (Fernet: AES-128-CBC
    with HMAC-SHA-256)."""

    def __init__(self, keys: Sequence[str]) -> None:
        """`keys`: the newest first. Raises BadFieldKey."""
        try:
            fernets = [Fernet(key) for key in keys]
            self._newest, self._fernets = fernets[0], MultiFernet(fernets)
        except (ValueError, IndexError) as error:
            raise BadFieldKey from error
        self.count = len(fernets)

    def seal(self, content: bytes) -> bytes:
        return self._fernets.encrypt(content)

    def seal_text(self, text: str) -> str:
        return self.seal(text.encode()).decode("ascii")

    def open(self, sealed: bytes) -> bytes:
        """What was sealed. Raises Unreadable."""
        try:
            return self._fernets.decrypt(sealed)
        except InvalidToken as error:
            raise Unreadable from error

    def open_text(self, sealed: str) -> str:
        """What was sealed. Raises Unreadable."""
        return self.open(sealed.encode("ascii", "replace")).decode()

    def renewed(self, sealed: bytes) -> bytes:
        """The same content under the newest key; what is under it already is left as it is. Raises
        Unreadable."""
        try:
            self._newest.decrypt(sealed)
        except InvalidToken:
            return self.seal(self.open(sealed))
        return sealed
