"""Workshops for tests: opened, with rounds, and phones that joined."""

from dataclasses import dataclass
from itertools import count
from typing import Any

from extensions import db
from models.events import Event
from models.workshops import Round, RoundKind, Workshop
from operations.workshops.rounds import open_round
from operations.workshops.sending import SendKind, Sent, Told, send
from operations.workshops.workshops import join, open_workshop
from tests import factories
from tests.factories import NOW

_number = count(1)


def workshop(event: Event | None = None, **details: Any) -> Workshop:
    values = {"title": "Sivil toplumla nasıl çalışıyoruz?", "by": None, "at": NOW, **details}
    made = open_workshop(event or factories.event(), **values)
    db.session.commit()
    return made


def round_of(workshop: Workshop, kind: str = "dots", **details: Any) -> Round:
    """An open round; of dots, five a seat and at most three on one problem."""
    dots = {"dots": 5, "most": 3} if kind == "dots" else {}
    made = open_round(workshop, RoundKind(kind), **{**dots, **details}, by=None, at=NOW)
    db.session.commit()
    return made


@dataclass(frozen=True)
class Phone:
    """A phone in the room; each of its sends has a nonce of its own unless one is given."""

    workshop_id: int
    key: str

    def send(self, kind: str, nonce: str = "", **what: Any) -> Told:
        workshop = db.session.get_one(Workshop, self.workshop_id)
        nonce = nonce or f"nonce {next(_number)}"
        told = send(workshop, self.key, nonce, Sent(kind=SendKind(kind), **what), at=NOW)
        db.session.commit()
        return told

    def write(self, text: str = "Yazılarımıza yanıt gelmiyor.", **more: Any) -> Told:
        return self.send("statement", text=text, **more)

    def dots(self, problem: int, dots: int, nonce: str = "") -> Told:
        return self.send("dots", nonce, problem=problem, dots=dots)

    def mine_too(self, problem: int | None = None, **more: Any) -> Told:
        return self.send("mine_too", problem=problem, **more)


def phone(workshop: Workshop) -> Phone:
    key = join(workshop)
    db.session.commit()
    return Phone(workshop.id, key)
