from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from blueprints.access import requires
from blueprints.found import letter_or_404
from blueprints.pages import redirect_with, refuse_with
from extensions import db
from lib.clock import utc_now
from models.letters import LetterKind, LetterStatus
from operations.letters import NotFailed, resend
from policy import Permission
from queries.letters import LetterFilter

bp = Blueprint("letters", __name__, url_prefix="/letters")

PAGE = 50


@bp.get("")
@requires(Permission.SEE_LETTERS)
def index() -> ResponseReturnValue:
    wanted = LetterFilter.from_query(request.args)
    page = wanted.page(current_user, limit=PAGE, after=request.args.get("after"))
    return render_template(
        "organizer/letters/index.html",
        page=page, filter=wanted, LetterKind=LetterKind, LetterStatus=LetterStatus,
    )  # fmt: skip


@bp.get("/<int:letter_id>")
@requires(Permission.SEE_LETTERS)
def show(letter_id: int) -> ResponseReturnValue:
    return render_template("organizer/letters/show.html", letter=letter_or_404(letter_id))


@bp.post("/<int:letter_id>/resending")
@requires(Permission.MANAGE_REGISTRATIONS)
def resending(letter_id: int) -> ResponseReturnValue:
    letter = letter_or_404(letter_id)
    page = url_for(".show", letter_id=letter_id)
    try:
        resend(letter, by=current_user, at=utc_now())
    except NotFailed:
        db.session.rollback()
        return refuse_with(_("This letter is not among those that could not be delivered."), page)
    db.session.commit()
    return redirect_with(_("The letter is in the outbox again."), page)
