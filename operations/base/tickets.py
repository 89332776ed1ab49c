from datetime import datetime
from secrets import token_bytes

from extensions import db, keys
from lib.short_codes import new_short_code
from lib.ticket_tokens import TicketToken
from models.registrations import Registration, Ticket


def issue_ticket(registration: Registration, *, at: datetime) -> Ticket:
    """The ticket of a person who is confirmed for the first time, or again after a cancellation."""
    if registration.ticket is None:
        ticket = Ticket(public_id=token_bytes(8), short_code=new_short_code(), issued_at=at)
        registration.ticket = ticket
        db.session.add(ticket)
    return registration.ticket


def qr_text(registration: Registration, ticket: Ticket) -> str:
    """What the QR holds: opaque numbers and our signature."""
    return keys.tickets.sign(TicketToken(registration.event_id, ticket.public_id))
