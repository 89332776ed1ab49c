from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from flask_login import current_user

from blueprints.base.access import requires
from blueprints.base.found import event_or_404, letter_or_404
from blueprints.base.looks import looked, looked_at
from blueprints.base.pages import redirect_with
from blueprints.base.refusals import Words, refusals_told_on
from blueprints.base.transactions import committed
from blueprints.shared.letters.documents import letter_document, with_letters
from extensions import db
from lib.clock import utc_now
from models.accesses import AccessKind
from models.letters import Letter, LetterStatus
from operations.letters.outbox import NotResendable, resend, resend_failed
from policy import Permission
from queries.letters.outbox import SHOWN_KINDS, LetterFilter, failed_letters_of

bp = Blueprint("letters", __name__)

PAGE = 50
_NOT_SENT_AGAIN: Words = {
    NotResendable: _l("This email is already waiting to be sent, or was withdrawn.")
}


@bp.get("/letters")
@requires(Permission.SEE_LETTERS)
def index() -> ResponseReturnValue:
    wanted = LetterFilter.from_query(request.args)
    event = event_or_404(wanted.event) if wanted.event else None
    page = wanted.page(current_user, limit=PAGE, after=request.args.get("after"))
    looked(AccessKind.LIST, people=len(page.items), event=event, narrowed_by=wanted.as_query())
    return render_template(
        "organizer/letters/index.html",
        page=page,
        filter=wanted,
        event=event,
        kinds=SHOWN_KINDS,
        LetterStatus=LetterStatus,
        failed=failed_letters_of(event, at=utc_now()) if event else 0,
    )


@bp.get("/letters/<int:letter_id>")
@requires(Permission.SEE_LETTERS)
def show(letter_id: int) -> ResponseReturnValue:
    letter = _opened(letter_id)
    return with_letters(render_template("organizer/letters/show.html", letter=letter))


@bp.get("/letters/<int:letter_id>/as-mail")
@requires(Permission.SEE_LETTERS)
def show_as_mail(letter_id: int) -> ResponseReturnValue:
    return letter_document(_opened(letter_id).html)


def _opened(letter_id: int) -> Letter:
    letter = letter_or_404(letter_id)
    if letter.registration:
        looked_at(letter.registration)
    else:
        looked(AccessKind.LIST, people=1, event=letter.event)
    return letter


@bp.post("/letters/<int:letter_id>/resending")
@requires(Permission.MANAGE_REGISTRATIONS)
def resending(letter_id: int) -> ResponseReturnValue:
    letter = letter_or_404(letter_id)
    page = url_for(".show", letter_id=letter_id)
    with refusals_told_on(page, _NOT_SENT_AGAIN):
        committed(lambda: resend(letter, by=current_user, at=utc_now()))
    return redirect_with(_("The email will be sent again."), page)


@bp.post("/events/<int:event_id>/resending")
@requires(Permission.MANAGE_REGISTRATIONS)
def resending_all(event_id: int) -> ResponseReturnValue:
    event = event_or_404(event_id)
    count = resend_failed(event, by=current_user, at=utc_now())
    db.session.commit()
    return redirect_with(
        ngettext(
            "%(num)d email will be sent again.",
            "%(num)d emails will be sent again.",
            count,
        ),
        url_for(".index", event=event_id),
    )
