from flask import Blueprint, Response
from flask.typing import ResponseReturnValue
from flask_login import current_user

from blueprints.base.access import requires
from blueprints.base.found import or_404
from blueprints.base.looks import looked_at
from blueprints.base.sent_files import named
from policy import Permission, may
from queries.forms.opened import opened_file
from queries.forms.uploads import is_sensitive, senders_of, upload_for

bp = Blueprint("uploads", __name__)


@bp.get("/uploads/<int:upload_id>")
@requires(Permission.SEE_REGISTRATIONS)
def show(upload_id: int) -> ResponseReturnValue:
    """A participant's file, as a download: it is never opened within this site."""
    sensitive = may(current_user, Permission.SEE_SENSITIVE)
    upload = or_404(upload_for(upload_id, current_user, sensitive=sensitive))
    looked_at(*senders_of(upload), sensitive=is_sensitive(upload))
    file = opened_file(upload)
    response = named(Response(file.content, mimetype=file.mimetype), file.name)
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["Content-Security-Policy"] = (
        "default-src 'none'; base-uri 'none'; frame-ancestors 'none'; sandbox"
    )
    return response
