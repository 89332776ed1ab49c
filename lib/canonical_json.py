"""JSON of which there is one form only, so that the same values give the same hash everywhere:
sorted keys, no spaces, UTF-8, times as microseconds in UTC."""

import json
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any


def canonical_hash(value: Any) -> str:
    """SHA-256, in hexadecimal, of the value's canonical JSON. Times must be aware."""
    return sha256(canonical_json(value)).hexdigest()


def canonical_json(value: Any) -> bytes:
    text = json.dumps(
        value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=_time
    )
    return text.encode("utf-8", "backslashreplace")  # half a surrogate pair, as JSON escapes it


def _time(value: Any) -> str:
    """2026-12-01T05:00:00.000000Z"""
    if not isinstance(value, datetime) or value.tzinfo is None:
        raise TypeError(f"no canonical JSON for {value!r}")
    return value.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
