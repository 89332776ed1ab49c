"""Questions that are asked all day must not read whole tables, however long the programme runs."""

import pytest
import sqlalchemy as sa

from extensions import db
from models.checkpoints import Checkpoint
from models.letters import LetterStatus
from models.registrations import RegistrationStatus
from models.scans import Verdict
from operations.check_in.scans import check_in
from operations.feedback.closing import count_answers
from operations.feedback.inviting import invite_attendees
from operations.letters.delivery import claim_letter
from queries.accounts.accesses import AccessFilter
from queries.check_in.attendance import arrivals_by_minute, presence_page, presences
from queries.check_in.checkpoints import doors_in_list
from queries.check_in.conflicts import open_conflicts, settled_conflicts
from queries.check_in.scans import checkpoint_counts, revoked_tickets, ticket_read
from queries.events.back_office import events_with_applications
from queries.letters.outbox import LetterFilter, letter_counts
from queries.registrations.history import history_of, letters_to, scans_of
from queries.registrations.participants import ParticipantFilter
from tests import factories
from tests.factories import NOW
from tests.operations.check_in.doors import token_of
from tests.statements import count_statements

LARGE = {
    "accesses",
    "registrations",
    "tickets",
    "letters",
    "scans",
    "attendances",
    "audit_entries",
    "feedback_invitations",
    "answers",
    "responses",
    "subject_answers",
    "tallies",
    "rights",
    "statements",
}


class Asked:
    """One event with one participant, and the questions about them."""

    def __init__(self) -> None:
        self.event, self.user = factories.event(), factories.user()
        self.person, _other = (factories.registration(self.event) for _ in range(2))
        self.door = db.session.scalars(sa.select(Checkpoint)).one()
        for nonce in ("first", "again"):
            check_in(
                self.door,
                code=token_of(self.person),
                nonce=nonce,
                scanned_at=self.event.starts_at,
                at=self.event.starts_at,
                by=self.user,
                device=nonce,
                told=Verdict.ADMITTED,
            )

    def participants(self):
        page = ParticipantFilter().page(self.event, limit=1)
        ParticipantFilter(status=RegistrationStatus.CONFIRMED).page(
            self.event, limit=1, after=page.next
        )
        ParticipantFilter(text="ışıl").page(self.event, limit=1)
        ParticipantFilter(text="ışıl").counts(self.event)

    def a_person(self):
        history_of(self.person), letters_to(self.person), scans_of(self.person)

    def a_door(self):
        ticket_read("ABCD-EFGH")
        checkpoint_counts(self.door, as_of=NOW)
        revoked_tickets(self.user, as_of=NOW)

    def who_is_there(self):
        arrivals_by_minute(self.door)
        presence_page(self.event, None, limit=9, after=None)
        list(presences(self.event, self.door))
        doors_in_list(self.event, at=NOW)
        for which in (open_conflicts, settled_conflicts):
            which(self.event, None, limit=9, after=None)

    def letters(self):
        LetterFilter(status=LetterStatus.FAILED).page(self.user, limit=1)
        letter_counts(self.user)

    def who_looked(self):
        for narrowed in ({"user": 1}, {"person": 1}, {"event": 1}, {"first": NOW.date()}):
            AccessFilter(**narrowed).page(self.user, zone="Europe/Istanbul", limit=1)

    def the_dashboard(self):
        events_with_applications(self.user, at=NOW, limit=8)

    def the_worker(self):
        claim_letter(worker="w", at=NOW)
        invite_attendees(at=NOW)
        list(count_answers(at=NOW))


@pytest.mark.parametrize(
    "question",
    [
        "participants",
        "a_person",
        "a_door",
        "who_is_there",
        "letters",
        "who_looked",
        "the_dashboard",
        "the_worker",
    ],
)
def test_no_large_table_is_read_as_a_whole(app, question):
    if db.engine.dialect.name != "sqlite":
        return  # with so few rows PostgreSQL reads tables rather than indexes
    asked = Asked()
    with count_statements() as statements:
        getattr(asked, question)()
    connection = db.session.connection().connection
    for statement in statements:
        if statement.startswith(("SELECT", "UPDATE")):
            nothing = [None] * statement.count("?")
            steps = connection.execute(f"EXPLAIN QUERY PLAN {statement}", nothing).fetchall()
            read = {step[3].split()[1] for step in steps if step[3].startswith("SCAN")}
            assert not read & LARGE, (statement, steps)
