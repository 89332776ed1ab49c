"""An event with one row of everything that the back office shows."""

from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa

from extensions import db
from lib.clock import utc_now
from models.checkpoints import Checkpoint
from models.devices import Device
from models.events import Event, Session
from models.factors import FactorReset
from models.feedback import Wave, WaveLink
from models.forms import Form, Question
from models.letters import Letter, LetterKind, LetterStatus
from models.registrations import Registration
from models.road_maps import HalfYear
from models.scans import Scan
from models.users import Role
from models.workshops import Workshop
from operations.accounts.tokens import create_api_token
from operations.check_in.devices import prepare_device
from operations.check_in.scans import check_in
from operations.events.agenda import SessionDetails, add_session
from operations.road_maps.periods import approve_period
from operations.road_maps.reports import ReportDetails, send_report
from tests import factories
from tests.factories import NOW, road_maps, surveys, workshops


@dataclass(frozen=True)
class Scene:
    event: Event
    registration: Registration
    session: Session
    checkpoint: Checkpoint
    letter: Letter
    scan: Scan
    device: Device
    wave: Wave
    """Of a survey of the same province, on paper."""
    workshop: Workshop
    road_map: dict[str, Any] = field(hash=False)
    """The numbers of a road map of the same province and of what belongs to it."""
    account: dict[str, Any] = field(hash=False)
    """The numbers of a user of the same province and of what belongs to them."""

    @property
    def question_id(self) -> int:
        """The first question of the event's feedback form."""
        of_event = sa.select(sa.func.min(Question.id)).join(Question.form)
        return db.session.scalars(of_event.where(Form.event_id == self.event.id)).one()

    @property
    def numbers(self) -> dict[str, Any]:
        """What addresses of the back office ask for."""
        return {
            "event_id": self.event.id,
            "registration_id": self.registration.id,
            "session_id": self.session.id,
            "checkpoint_id": self.checkpoint.id,
            "letter_id": self.letter.id,
            "question_id": self.question_id,
            "scan_id": self.scan.id,
            "device_id": self.device.id,
            "code": self.event.province,
            **self.road_map,
            **self.account,
            "survey_id": self.wave.form.survey_id,
            "wave_id": self.wave.id,
            "workshop_id": self.workshop.id,
        }


def scene(person: dict[str, Any] | None = None, **details: Any) -> Scene:
    event = factories.event(**details)
    registration = factories.registration(event, **(person or {}))
    session = add_session(
        event,
        SessionDetails(
            title="Açılış konuşmaları", starts_at=event.starts_at, ends_at=event.ends_at
        ),
        by=None,
        at=NOW,
    )
    letter = db.session.scalars(
        sa.select(Letter).where(Letter.registration_id == registration.id)
    ).one()
    letter.status = LetterStatus.FAILED
    checkpoint = db.session.scalars(
        sa.select(Checkpoint).where(Checkpoint.event_id == event.id)
    ).one()
    by = factories.user()
    begins = event.starts_at
    said = check_in(checkpoint, code="no such", nonce="scene", scanned_at=begins, at=begins, by=by)
    device, _code = prepare_device(event, name="Kapı", checkpoints=[checkpoint], by=by, at=NOW)
    asked = surveys.wave(surveys.survey(province=event.province), link=WaveLink.PAPER)
    room = workshops.workshop(event)
    db.session.commit()
    return Scene(
        event,
        registration,
        session,
        checkpoint,
        letter,
        said.scan,
        device,
        asked,
        room,
        _road_map(event.province),
        _account(event.province),
    )


def _account(province: str | None) -> dict[str, Any]:
    user, admin = factories.user(Role.VIEWER, province=province), factories.user()
    token, _text = create_api_token(user, name="Gösterge panosu", at=NOW)
    reset = FactorReset(user=user, asked_by=admin, asked_at=utc_now())
    db.session.add(reset)
    db.session.commit()
    return {"user_id": user.id, "token_id": token.id, "reset_id": reset.id}


def _road_map(province: str | None) -> dict[str, Any]:
    of, by = road_maps.road_map(province=province), factories.user()
    action, link = road_maps.action(of), road_maps.link(of)
    period, said = HalfYear("2026-1"), ReportDetails(explanation="Oldu")
    report = send_report(action, said, period=period, by=by, at=NOW)
    approve_period(of, period, by=by, at=NOW)
    asking = sa.delete(Letter).where(Letter.kind == LetterKind.PROGRESS_ASKED)
    db.session.execute(asking)  # it is of no event, and stands in no list
    db.session.commit()
    return {
        "road_map_id": of.id,
        "action_id": action.id,
        "link_id": link.id,
        "report_id": report.id,
        "period": period,
    }
