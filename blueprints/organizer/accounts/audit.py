"""Who did what, and when: searched by action, user, event and days."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from blueprints.base.access import requires
from blueprints.base.found import event_or_404
from blueprints.base.lists import page_asked_for
from blueprints.organizer.accounts.audit_words import WORDS
from extensions import site_zone
from policy import Permission
from queries.accounts.accesses import users_by_name
from queries.accounts.audit import AuditFilter
from queries.base.seals import newest_seal

bp = Blueprint("audit", __name__, url_prefix="/audit")

PAGE = 50


@bp.get("")
@requires(Permission.SEE_AUDIT)
def index() -> ResponseReturnValue:
    wanted = AuditFilter.from_query(request.args)
    event = event_or_404(wanted.event) if wanted.event else None
    page = page_asked_for(
        lambda after: wanted.page(current_user, zone=site_zone(), limit=PAGE, after=after)
    )
    return render_template(
        "organizer/accounts/audit/index.html",
        page=page,
        filter=wanted,
        users=users_by_name(current_user),
        words=WORDS,
        seal=newest_seal(),
        chips=[(_("Event"), event.title, "event")] if event else [],
    )
