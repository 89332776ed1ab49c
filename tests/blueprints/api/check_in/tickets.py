from models.registrations import Registration
from operations.base.tickets import qr_text


def code_of(registration: Registration) -> str:
    """What the QR of a confirmed person holds."""
    assert registration.ticket
    return qr_text(registration, registration.ticket)
