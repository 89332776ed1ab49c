"""Stale edits: where two organizers edit one event, the second is told what the first has
changed."""

from collections.abc import Mapping
from dataclasses import fields
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from extensions import db
from lib.refusals import Refusal
from models.events import Event
from operations.events.events import EventDetails

_NAMES = tuple(field.name for field in fields(EventDetails))
_MARK = 8


class ChangedMeanwhile(Refusal):
    """Someone else has saved other values since the page was shown."""

    def __init__(self, untouched: list[str], contested: list[str]) -> None:
        """`untouched`: fields that only others changed; `contested`: fields both changed,
        differently."""
        super().__init__()
        self.untouched, self.contested = untouched, contested


def details_of(event: Event) -> EventDetails:
    """The event's fields as they are kept now."""
    kept = {name: getattr(event, name) for name in _NAMES if name != "capacity"}
    return EventDetails(**kept, capacity=event.places.capacity)


def marks_of(details: EventDetails) -> str:
    """A short digest of each field. A page carries it along to say which values it showed."""
    return ".".join(_mark(getattr(details, name)) for name in _NAMES)


def refuse_stale(event: Event, details: EventDetails, *, seen: str) -> None:
    """Raise ChangedMeanwhile unless the event is still as `seen`, or was changed to the same
    values.

    The event stays locked, so that nobody saves between this look and the change that follows.
    """
    db.session.refresh(event, with_for_update={"of": Event, "key_share": True})
    db.session.refresh(event.places)
    shown, kept, sent = _read(seen), _read(marks_of(details_of(event))), _read(marks_of(details))
    moved = [n for n in _NAMES if kept[n] != shown.get(n) and kept[n] != sent[n]]
    if moved:
        raise ChangedMeanwhile(
            untouched=[name for name in moved if sent[name] == shown.get(name)],
            contested=[name for name in moved if sent[name] != shown.get(name)],
        )


def _read(marks: str) -> Mapping[str, str]:
    """The digests by field; none where the text is not ours, so that all that differs counts as
    changed."""
    read = marks.split(".")
    return dict(zip(_NAMES, read, strict=True)) if len(read) == len(_NAMES) else {}


def _mark(value: Any) -> str:
    if isinstance(value, datetime):  # forms show no seconds
        value = value.astimezone(UTC).replace(second=0, microsecond=0).isoformat()
    return sha256(repr(value).encode()).hexdigest()[:_MARK]
