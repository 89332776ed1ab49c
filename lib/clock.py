"""The clock: always aware UTC. Views and commands read it and pass the time on; nothing below
does."""

from datetime import UTC, datetime


def utc_now() -> datetime:
    return datetime.now(UTC)
