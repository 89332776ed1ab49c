"""The numbers on screens beside the doors, drawn once for all screens that show the same.

A screen asks every three seconds. For one second all get the same response, and the access of a
screen is checked again only after ten seconds. The response holds numbers and no names; so three
hundred screens cost a process almost nothing.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import wraps
from hashlib import sha256
from typing import Any

from flask import Response, render_template, request

from blueprints.base.access import requires
from blueprints.base.languages import language
from blueprints.shared.check_in.counts import Figures, figures_of
from extensions import kept
from lib.clock import utc_now
from lib.keeping import KeptByCost, KeptWhileSame
from lib.minute_series import MinuteSeries, minute_series
from models.checkpoints import Checkpoint
from models.sectors import Sector
from policy import Permission


@dataclass(frozen=True)
class Watched:
    """A door and its numbers of this moment."""

    checkpoint: Checkpoint
    zone: str
    """The time zone of the times shown."""
    figures: Figures
    live_address: str | None = None
    """The address of its own screen; None: this is that screen, or the reader may not open it."""
    conflicts_address: str | None = None
    """The address where its conflicts are settled; None: the reader may not settle them."""

    @property
    def arrivals(self) -> MinuteSeries | None:
        return minute_series(self.figures.arrivals)

    def mark(self) -> tuple[Any, ...]:
        door = self.checkpoint
        return (
            door.id,
            door.name,
            self.zone,
            door.counts_exits,
            door.capacity,
            self.figures.mark(),
            self.live_address,
            self.conflicts_address,
        )


VIEW = Callable[..., Sequence[Watched]]
SAME_RESPONSE = 1.0
"""Seconds for which all screens that may see the same get the same response."""
KNOWN_FOR = 10.0
"""Seconds after which the access of a screen is checked again."""
_MOST_SCREENS, _MOST_PLACES = 5_000, 500


@dataclass(frozen=True)
class _KeptResponse:
    mark: str
    body: bytes

    def sent(self) -> Response:
        """The response; empty (304) if the screen has this response already."""
        if request.if_none_match.contains(self.mark):
            response = Response(status=304)
        else:
            response = Response(self.body, mimetype="application/json")
        response.set_etag(self.mark)
        return response


Place = tuple[Any, ...]
"""What is shown, and how: the doors, their links, the language and the size."""


_drawn_parts = kept(lambda: KeptWhileSame[str](most=_MOST_PLACES))
kept_responses = kept(
    lambda: KeptByCost[_KeptResponse](lambda _took: SAME_RESPONSE, most=_MOST_PLACES)
)
known_screens = kept(lambda: KeptByCost[Place](lambda _took: KNOWN_FOR, most=_MOST_SCREENS))
"""For each screen, what it may see."""


def watched(door: Checkpoint, **addresses: str | None) -> Watched:
    """The door with its numbers of now. The caller has checked access to it."""
    return Watched(door, door.event.timezone, figures_of(door, as_of=utc_now()), **addresses)


def for_screens(
    permission: Permission, *, large: bool
) -> Callable[[VIEW], Callable[..., Response]]:
    """Decorate a view that says which doors are shown; it runs only if no kept response fits."""

    def decorate(view: VIEW) -> Callable[..., Response]:
        @requires(permission)
        def asked(screen: bytes, at: float, **address: Any) -> Response:
            doors = view(**address)
            mark, place = _mark(doors, large), _place(doors, large)
            body = json.dumps({"part": _drawn(doors, place, mark, large=large)}).encode()
            response = _KeptResponse(mark, body)
            kept_responses().keep(place, response, since=at)
            known_screens().keep(screen, place, since=at)
            return response.sent()

        @wraps(view)
        def guarded(**address: Any) -> Response:
            screen, at = _screen(), known_screens().clock()
            place = known_screens().get(screen)
            response = kept_responses().get(place) if place else None
            return response.sent() if response else asked(screen, at, **address)

        guarded.access = permission  # type: ignore[attr-defined]
        return guarded

    return decorate


def drawn(doors: Sequence[Watched], *, large: bool) -> str:
    """The part of the page that is drawn anew, as HTML for the page itself."""
    return _drawn(doors, _place(doors, large), _mark(doors, large), large=large)


def _drawn(doors: Sequence[Watched], place: Place, mark: str, *, large: bool) -> str:
    def draw() -> str:
        return render_template(
            "components/live_figures.html", doors=doors, large=large, sectors=list(Sector)
        )

    return _drawn_parts().read(place, mark, draw)


def _screen() -> bytes:
    """A digest of all that the response depends on in a request; the cookie itself is not kept."""
    headers = request.headers
    said = (request.full_path, headers.get("Cookie"), headers.get("Accept-Language"))
    return sha256(repr(said).encode("utf-8", "replace")).digest()


def _place(doors: Sequence[Watched], large: bool) -> Place:
    links = [(door.live_address, door.conflicts_address) for door in doors]
    return (*(door.checkpoint.id for door in doors), *links, language(), large)


def _mark(doors: Sequence[Watched], large: bool) -> str:
    seen = (language(), large, *(door.mark() for door in doors))
    return sha256(repr(seen).encode()).hexdigest()[:20]
