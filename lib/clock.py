"""The clock: always aware, always UTC. Callers pass the time on; nothing below a view reads it."""

from datetime import UTC, datetime


def utc_now() -> datetime:
    return datetime.now(UTC)
