"""All that is kept about one registration, for the person whom it concerns (KVKK, article 11)."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from models.events import Event, Session
from models.forms import Question
from models.letters import Letter
from models.registrations import Consent, Registration
from models.scans import Scan
from queries.forms.opened import OpenedFile

_TOLD = (
    "given_name",
    "family_name",
    "email",
    "phone",
    "sector",
    "institution",
    "institution_role",
    "province",
    "gender",
    "locale",
    "source",
    "status",
    "status_reason",
    "notice_version",
)


@dataclass(frozen=True, kw_only=True)
class OwnData:
    registration: Registration
    answers: Sequence[tuple[Question, str]]
    """Each question with its answer as a person reads it."""
    sessions: Sequence[Session]
    consents: Sequence[Consent]
    letters: Sequence[Letter]
    scans: Sequence[Scan]


def own_data_json(kept: OwnData, *, locale: str, at: datetime) -> bytes:
    """The data as UTF-8 JSON, for people as well as for programs. Times are ISO 8601 in UTC."""
    document = {
        "made_at": at.isoformat(),
        "event": _event(kept.registration.event, locale),
        "registration": _registration(kept.registration),
        "answers": [
            {"question": question.label_in(locale), "answer": answer}
            for question, answer in kept.answers
        ],
        "sessions": [session.title_in(locale) for session in kept.sessions],
        "consents": [_consent(consent) for consent in kept.consents],
        "letters": [_letter(letter) for letter in kept.letters],
        "scans": [_scan(scan) for scan in kept.scans],
    }
    return json.dumps(document, ensure_ascii=False, indent=2).encode()


def own_data_zip(document: bytes, files: Iterable[OpenedFile]) -> bytes:
    """The document with the files that the person sent beside it, under their own names."""
    packed, names = BytesIO(), set[str]()
    with ZipFile(packed, "w", ZIP_DEFLATED) as archive:
        archive.writestr("data.json", document)
        for file in files:
            archive.writestr(f"files/{_new_name(file.name, names)}", file.content)
    return packed.getvalue()


def _event(event: Event, locale: str) -> dict[str, Any]:
    return {
        "title": event.title_in(locale),
        "starts_at": event.starts_at.isoformat(),
        "ends_at": event.ends_at.isoformat(),
        "place": event.place,
    }


def _registration(registration: Registration) -> dict[str, Any]:
    return {
        **{name: getattr(registration, name) for name in _TOLD},
        "registered_at": registration.registered_at.isoformat(),
        "status_changed_at": registration.status_changed_at.isoformat(),
        "short_code": registration.ticket.short_code if registration.ticket else None,
    }


def _consent(consent: Consent) -> dict[str, Any]:
    return {
        "purpose": consent.purpose,
        "given_at": consent.given_at.isoformat(),
        "withdrawn_at": _maybe(consent.withdrawn_at),
    }


def _letter(letter: Letter) -> dict[str, Any]:
    return {
        "subject": letter.subject,
        "to": letter.to_address,
        "written_at": letter.created_at.isoformat(),
        "sent_at": _maybe(letter.sent_at),
    }


def _scan(scan: Scan) -> dict[str, Any]:
    return {
        "checkpoint": scan.checkpoint.name,
        "scanned_at": scan.scanned_at.isoformat(),
        "direction": scan.direction,
        "verdict": scan.verdict,
    }


def _new_name(name: str, names: set[str]) -> str:
    """A name that is not in `names` yet, whatever the case of its letters; (2), (3) … tell the
    files apart."""
    stem, dot, ending = name.replace("/", "_").replace("\\", "_").rpartition(".")
    found, number = f"{stem}{dot}{ending}", 1
    while found.casefold() in names:
        number += 1
        found = f"{stem} ({number}){dot}{ending}"
    names.add(found.casefold())
    return found


def _maybe(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
