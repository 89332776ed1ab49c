"""A device with passkeys, in software: it makes keys and signs, and can be made to cheat."""

import json
from dataclasses import dataclass, field
from hashlib import sha256
from secrets import token_bytes
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url, encode_cbor

_PRESENT, _VERIFIED, _KEY_ENCLOSED = 1, 4, 64


@dataclass
class SoftwareKey:
    host: str
    origin: str
    count: int = 1
    """What it says the next time; 0: it never counts."""
    verifies: bool = True
    credential_id: bytes = field(default_factory=lambda: token_bytes(16))
    user_handle: bytes = b""

    def __post_init__(self) -> None:
        self._key = ec.generate_private_key(ec.SECP256R1())

    def made(self, options: str) -> str:
        """The answer to the options of a new key."""
        asked = json.loads(options)
        self.user_handle = base64url_to_bytes(asked["user"]["id"])
        point = self._key.public_key().public_numbers()
        public = {
            1: 2,
            3: -7,
            -1: 1,
            -2: point.x.to_bytes(32, "big"),
            -3: point.y.to_bytes(32, "big"),
        }
        enclosed = bytes(16) + len(self.credential_id).to_bytes(2, "big") + self.credential_id
        said = self._said(_KEY_ENCLOSED) + enclosed + encode_cbor(public)
        attested = encode_cbor({"fmt": "none", "attStmt": {}, "authData": said})
        return self._answer(
            clientDataJSON=self._client("webauthn.create", asked["challenge"]),
            attestationObject=attested,
            transports=["internal", "pigeon"],
        )

    def signed(self, options: str, **changed: Any) -> str:
        """The answer to the options of a sign-in. `changed`: parts that are sent as they are here."""
        client = self._client("webauthn.get", json.loads(options)["challenge"])
        said = self._said()
        signature = self._key.sign(said + sha256(client).digest(), ec.ECDSA(SHA256()))
        parts: dict[str, Any] = {
            "clientDataJSON": client,
            "authenticatorData": said,
            "signature": signature,
            "userHandle": self.user_handle,
        }
        return self._answer(**{**parts, **changed})

    def _said(self, flags: int = 0) -> bytes:
        flags |= _PRESENT | (_VERIFIED if self.verifies else 0)
        said = sha256(self.host.encode()).digest() + bytes([flags]) + self.count.to_bytes(4, "big")
        self.count += bool(self.count)
        return said

    def _client(self, kind: str, challenge: str) -> bytes:
        told = {"type": kind, "challenge": challenge, "origin": self.origin, "crossOrigin": False}
        return json.dumps(told).encode()

    def _answer(self, **parts: Any) -> str:
        written = {
            name: bytes_to_base64url(part) if isinstance(part, bytes) else part
            for name, part in parts.items()
        }
        number = bytes_to_base64url(self.credential_id)
        return json.dumps(
            {"id": number, "rawId": number, "type": "public-key", "response": written}
        )
