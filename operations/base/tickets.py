from datetime import datetime
from secrets import token_bytes

from extensions import db, keys
from lib.short_codes import new_short_code
from lib.ticket_tokens import TicketToken
from models.registrations import Registration, Ticket


def issue_ticket(registration: Registration, *, at: datetime) -> Ticket:
    """The person's valid ticket: made at the first confirmation, kept when they are confirmed
    again."""
    if registration.ticket is None:
        ticket = Ticket(public_id=token_bytes(8), short_code=new_short_code(), issued_at=at)
        registration.ticket = ticket
        db.session.add(ticket)
    return registration.ticket


def qr_text(registration: Registration, ticket: Ticket) -> str:
    """The text in the QR code: opaque numbers and our signature."""
    return keys.tickets.sign(TicketToken(registration.event_id, ticket.public_id))
