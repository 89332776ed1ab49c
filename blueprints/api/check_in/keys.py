from base64 import b64encode

from flask import Blueprint
from flask_babel import lazy_gettext as _l

from blueprints.api.base.callers import reader
from blueprints.api.base.calls import call
from blueprints.api.check_in.schemas import (
    CheckInKeysJson,
    PublicKeyJson,
    RevokedTicketJson,
)
from extensions import keys
from lib.clock import utc_now
from policy import Permission
from queries.check_in.scans import revoked_tickets

bp = Blueprint("check_in_keys", __name__, url_prefix="/check-in/keys")


@bp.get("")
@call(
    Permission.CHECK_IN,
    _l(
        "Give what is needed to check tickets without a connection: public keys, tickets that are "
        "no longer valid"
    ),
    response=CheckInKeysJson,
)
def index() -> CheckInKeysJson:
    as_of = utc_now()
    public = [
        PublicKeyJson(
            key_id=key.key_id,
            public_key=b64encode(key.public_bytes).decode(),
            public_key_hex=key.public_bytes.hex(),
        )
        for key in keys.tickets.keys
    ]
    revoked = [
        RevokedTicketJson(event_id=event_id, ticket_id=ticket_id)
        for event_id, ticket_id in revoked_tickets(reader(), as_of=as_of)
    ]
    return CheckInKeysJson(keys=public, revoked=revoked, as_of=as_of)
