from collections.abc import Iterable
from datetime import datetime
from typing import Annotated, Any, Self

from pydantic import AfterValidator, BaseModel, Field, StrictBool

from blueprints.api.base.fields import (
    Id,
    Name,
    Time,
    in_zone,
    maybe_in_zone,
    without_controls,
)
from models.checkpoints import Checkpoint
from models.devices import Device
from models.registrations import Registration
from models.scans import Direction, RefusalReason, Scan, Verdict
from models.sectors import Sector
from operations.check_in.scans import CheckIn
from policy import Caller

BATCH = 500


class NewCheckIn(BaseModel):
    code: Annotated[
        str,
        AfterValidator(without_controls),
        Field(min_length=1, max_length=10_000, description="What the QR holds, or the short code."),
    ]
    checkpoint_id: Id
    nonce: Annotated[
        Name,
        Field(
            description="Made by you, one for each scan; again with the same code and direction:"
            " the same answer."
        ),
    ]
    direction: Direction = Direction.ENTRY
    scanned_at: Annotated[
        Time | None, Field(description="Door time by the device's clock; left out: now.")
    ] = None
    force: Annotated[
        StrictBool, Field(description="Admit in spite of status, opening hours or admission.")
    ] = False


class NewCheckInBatch(BaseModel):
    scans: Annotated[list[Any], Field(min_length=1, max_length=BATCH)]
    """Each scan is validated by itself, so that an invalid one does not refuse the whole batch."""


class ParticipantJson(BaseModel):
    """What the door is told about a person."""

    registration_id: int
    given_name: str
    family_name: str
    sector: Sector
    institution: str

    @classmethod
    def of(cls, registration: Registration, *, at_kiosk: bool) -> Self:
        """`at_kiosk`: only the first name, since anybody can read the screen of a kiosk."""
        return cls(
            registration_id=registration.id,
            given_name=registration.given_name,
            family_name="" if at_kiosk else registration.family_name,
            sector=registration.sector,
            institution="" if at_kiosk else registration.institution,
        )


class DoorAnswer(BaseModel):
    id: int
    name: str


class CheckInJson(BaseModel):
    verdict: Verdict
    reason: RefusalReason | None
    scan_id: int
    participant: ParticipantJson | None
    admitted_at: Annotated[
        datetime | None, Field(description="Door time of this ticket's admission here, if any.")
    ]
    conflict: Annotated[
        bool, Field(description="Two devices admitted it; a person should settle the mismatch.")
    ]
    unmatched: Annotated[
        bool,
        Field(description="Left before any known entry, which may wait on another phone."),
    ]
    forced: Annotated[bool, Field(description="By decision of a person, against the rules.")]
    right_doors: Annotated[
        list[DoorAnswer],
        Field(description="With the reason wrong_checkpoint: where this ticket admits."),
    ]

    @classmethod
    def of(cls, result: CheckIn, right_doors: Iterable[Checkpoint], *, by: Caller) -> Self:
        scan, person = result.scan, result.participant
        at_kiosk = isinstance(by, Device) and by.kiosk
        return cls(
            verdict=scan.verdict,
            reason=scan.reason,
            scan_id=scan.id,
            participant=ParticipantJson.of(person, at_kiosk=at_kiosk) if person else None,
            admitted_at=maybe_in_zone(result.admitted_at, scan.checkpoint.event.timezone),
            conflict=result.conflict,
            unmatched=result.unmatched,
            forced=scan.forced,
            right_doors=[DoorAnswer(id=door.id, name=door.name) for door in right_doors],
        )


class ScanRefusal(BaseModel):
    """Why one scan of a batch was not kept, as problem details (RFC 9457)."""

    type: str
    title: str
    status: int
    detail: str
    errors: dict[str, list[str]] | None = None


class CheckInBatchJson(BaseModel):
    """For each scan its result or why it was refused, in the order in which they were sent."""

    items: list[CheckInJson | ScanRefusal]
    next: None = None


class ScanJson(BaseModel):
    scan_id: int
    checkpoint_id: int
    registration_id: int | None
    direction: Direction
    verdict: Verdict
    reason: RefusalReason | None
    scanned_at: datetime
    annulled_at: datetime | None

    @classmethod
    def of(cls, scan: Scan) -> Self:
        zone = scan.checkpoint.event.timezone
        return cls(
            scan_id=scan.id,
            checkpoint_id=scan.checkpoint_id,
            registration_id=scan.registration_id,
            direction=scan.direction,
            verdict=scan.verdict,
            reason=scan.reason,
            scanned_at=in_zone(scan.scanned_at, zone),
            annulled_at=maybe_in_zone(scan.annulled_at, zone),
        )


class PublicKeyJson(BaseModel):
    key_id: Annotated[int, Field(description="First byte of the ticket's signed bytes.")]
    algorithm: str = "Ed25519"
    public_key: Annotated[str, Field(description="The 32 raw bytes in base64.")]
    public_key_hex: str


class RevokedTicketJson(BaseModel):
    event_id: int
    ticket_id: Annotated[str, Field(description="The 8 random bytes in the QR, in hexadecimal.")]


class CheckInKeysJson(BaseModel):
    keys: list[PublicKeyJson]
    revoked: list[RevokedTicketJson]
    as_of: datetime
