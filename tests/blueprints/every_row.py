"""One row of everything that an address of ours can name, in one province."""

from typing import Any

import sqlalchemy as sa

from extensions import db
from models.answers import RegistrationAnswer, Upload
from models.forms import QuestionKind
from models.letters import Mailing
from models.participants import Tag
from models.registrations import RegistrationStatus
from models.selection import Dimension
from operations.registrations.entries import change_status
from operations.registrations.notes import write_note
from operations.registrations.tags import tag_registration
from operations.selection.completeness import check_completeness
from operations.selection.evaluations import submit_evaluation
from operations.selection.proposals import propose
from tests import factories
from tests.blueprints.organizer.scene import scene
from tests.factories import NOW, delegations, feedback, forms, selection, workshops
from tests.operations.problems.sorting import Board


def every_row(province: str | None) -> dict[str, Any]:
    """The numbers by the names that addresses have for them."""
    there = scene(province=province, approval=True)
    event, person, by = there.event, there.registration, factories.user()
    board = Board(event)
    problem, said = board.heading("Yol bozuk")
    act = board.rename(problem, "Yol")
    question = forms.question(event, kind=QuestionKind.FILE)
    upload = Upload(
        question_id=question.id,
        file_name="pasaport.pdf",
        mimetype="application/pdf",
        size=4,
        content=b"%PDF",
        created_at=NOW,
    )
    mailing = Mailing(event=event, once_key=f"matrix:{event.id}", created_at=NOW)
    answer = RegistrationAnswer(
        registration=person, question_id=question.id, upload=upload, answered_at=NOW
    )
    guest = factories.registration(event)
    change_status(guest, RegistrationStatus.CONFIRMED, at=NOW, by=by)
    db.session.add_all([answer, mailing])
    tag_registration(person, "Konuşmacı", by=by, at=NOW)
    note = write_note(person, "Aradı", by=by, at=NOW)
    criterion = selection.criterion(event, by=by)
    rule = selection.rule(event, Dimension.SECTOR, floor=1, by=by)
    check_completeness(person, complete=True, by=by, at=NOW)
    submit_evaluation(person, {criterion.id: 50}, comment="", by=by, at=NOW)
    proposal = propose(event, places=1, reserves=0, by=by, at=NOW)
    db.session.commit()
    return {
        **there.numbers,
        "code": "registration-confirmed",
        "province": province,
        "problem_id": problem,
        "statement_id": said[0],
        "act_id": act.id,
        "upload_id": upload.id,
        "mailing_id": mailing.id,
        "selection_id": proposal.id,
        "tag_id": db.session.scalars(sa.select(Tag.id).where(Tag.event_id == event.id)).one(),
        "note_id": note.id,
        "delegation_id": delegations.delegation(event).id,
        "criterion_id": criterion.id,
        "rule_id": rule.id,
        "other_id": guest.id,
        "round_id": workshops.round_of(there.workshop).id,
        "item": feedback.wave_of(event).form.questions[0].key,
    }
