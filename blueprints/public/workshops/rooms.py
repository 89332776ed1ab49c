"""The room as all phones and screens see it, read once for all of them.

A phone asks every few seconds. Where many have joined, a process reads their room at most once a
second, or in a fiftieth of its time; what the room becomes as HTML is drawn once for all phones
with the same language. So three hundred phones cost a process little
more than their requests.
"""

from collections.abc import Hashable
from dataclasses import dataclass
from math import inf
from typing import Any

from flask import get_template_attribute, url_for

from blueprints.base.found import or_404
from blueprints.base.languages import language
from blueprints.public.workshops.seats import key_here, workshop_or_404
from extensions import kept
from lib.keeping import KeptByCost, KeptWhileSame
from lib.room_codes import normalise
from models.workshops import RoundKind
from operations.workshops.workshops import key_hash
from queries.workshops.room import NOTHING, Own, Room, Sentence, room_of
from queries.workshops.workshops import seat_of

_SHARE, _OLDEST = 50, 1.0
"""Seconds that a room is shown: so many times as long as reading it took, but no longer than this,
or than reading took."""
_FEW = 50
"""Phones: where fewer have joined, each of them is shown the room of its very moment."""
_KNOWN_FOR = 30.0
"""Seconds after which a phone's seat is looked up again."""
MOST_SENTENCES = 60
"""Of others, on a phone: more than anybody reads."""


@dataclass(frozen=True)
class Seen:
    """A room, with what its drawings depend on."""

    room: Room
    sentences: dict[int, Sentence]
    mark: Hashable


def _lasts(took: float) -> float:
    return max(min(took * _SHARE, _OLDEST), took)


_rooms = kept(lambda: KeptByCost[Seen](_lasts, most=200))
_seats = kept(lambda: KeptByCost[int](lambda _took: _KNOWN_FOR, most=5_000))
_drawings = kept(lambda: KeptWhileSame[str](most=5_000))


def seen_room(code: str) -> Seen:
    """The room of this moment, or of the second before where many watch; else 404."""
    code = or_404(normalise(code))
    last = _rooms().get(code)
    few = last is not None and last.room.seats < _FEW
    return _rooms().read(
        code,
        lambda: seen(room_of(workshop_or_404(code))),
        anew_below=inf if few else 0.0,
    )


def seen(room: Room) -> Seen:
    shown = [(s.id, s.public_text, s.problem_id, s.mine_too) for s in room.seen()[:MOST_SENTENCES]]
    told = [(r.id, r.is_open, r.votes if r.is_told else None) for r in room.rounds]
    mark = repr((room.title, room.closed_at, shown, told, room.headings))
    return Seen(room, {sentence.id: sentence for sentence in room.sentences}, mark)


def known_seat(room: Room) -> Own:
    """What the phone that asks wrote and gave, as far as the room is known."""
    given = key_here(room.code)
    if not given or room.closed_at:
        return NOTHING
    place = (room.workshop_id, key_hash(given))
    number = _seats().get(place)
    if number is None:
        number = seat_of(room.workshop_id, place[1]) or 0
        _seats().keep(place, number)
    return room.own.get(number, NOTHING)


def drawn_room(found: Seen) -> str:
    """The part of the page that is the same on all phones."""
    return _drawings().read(
        ("room", found.room.code, language()),
        found.mark,
        lambda: _macro("_room.html", "room_part")(found.room, NOTHING, address_of(found.room), ""),
    )


def drawn_own(found: Seen, own: Own) -> str:
    """What this phone wrote, with its states."""
    written = own_sentences(found, own)
    titles = [found.room.headings.get(sentence.problem_id or 0) for sentence in written]
    return _drawings().read(
        ("own", own.written, language()),
        repr((written, titles)),
        lambda: _macro("_room.html", "own_part")(found.room, written),
    )


def own_sentences(found: Seen, own: Own) -> list[Sentence]:
    return [found.sentences[number] for number in sorted(own.written) if number in found.sentences]


def given_by(room: Room, own: Own) -> dict[str, Any]:
    """What the phone gave in the open rounds, for its script."""
    dots, mine_too = room.open_round(RoundKind.DOTS), room.open_round(RoundKind.MINE_TOO)
    given = own.given(dots.id) if dots else {}
    return {
        "dots": given,
        "left": dots.dots - sum(given.values()) if dots else 0,
        "most": dots.most if dots else 0,
        "mine": list(own.given(mine_too.id)) if mine_too else [],
        "said": [str(s) for of, s in own.sentences if mine_too and of == mine_too.id],
        "written": [str(number) for number in own.written],
        "open": [r.kind.value for r in room.rounds if r.is_open],
        "closed": room.closed_at is not None,
    }


def address_of(room: Room) -> str:
    return url_for("public.workshop_sends.create", code=room.code)


def _macro(template: str, name: str) -> Any:
    return get_template_attribute(f"public/workshops/{template}", name)
