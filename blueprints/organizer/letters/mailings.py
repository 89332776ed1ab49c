"""Free letters to all people that a filter of the participants' list finds, and their progress."""

from typing import Any

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from blueprints.base.access import requires
from blueprints.base.found import event_or_404, mailing_or_404
from blueprints.base.languages import language_asked_for
from blueprints.base.looks import looked_at
from blueprints.base.pages import redirect_with, refuse_with
from blueprints.base.request_sizes import takes_long_texts
from blueprints.base.transactions import committed
from blueprints.inputs.letters.mailing import MailingForm
from blueprints.shared.letters.documents import letter_document
from extensions import db
from letters.compose import letter_values
from letters.examples import enqueue_example, example_letter
from letters.wordings import PLACEHOLDERS, placeholders_of
from lib.clock import utc_now
from models.events import Event
from models.letters import LetterKind
from operations.letters.mailings import send_free_letter, stop_mailing, tell_of_change
from operations.letters.untold import dismiss as dismiss_untold
from policy import Permission
from queries.letters.mailings import first_of, letters_by_status, people_as_shown, reach_of
from queries.registrations.participants import ParticipantFilter

bp = Blueprint("mailings", __name__)

SHOWN = 3
"""How many recipients' letters the preview shows."""


@bp.get("/events/<int:event_id>/mailings/new")
@requires(Permission.MANAGE_REGISTRATIONS)
def new(event_id: int) -> ResponseReturnValue:
    return _form_page(event_or_404(event_id), MailingForm(formdata=None))


@bp.post("/events/<int:event_id>/mailings/new")
@requires(Permission.MANAGE_REGISTRATIONS)
@takes_long_texts
def change(event_id: int) -> ResponseReturnValue:
    """Back from the preview to the form, with what was typed."""
    return _form_page(event_or_404(event_id), MailingForm())


@bp.post("/events/<int:event_id>/mailings/preview")
@requires(Permission.MANAGE_REGISTRATIONS)
@takes_long_texts
def show_first(event_id: int) -> ResponseReturnValue:
    event, form = event_or_404(event_id), MailingForm()
    return _preview_page(event, form) if form.validate() else _form_page(event, form, 422)


@bp.post("/events/<int:event_id>/mailings/picture")
@requires(Permission.MANAGE_REGISTRATIONS)
@takes_long_texts
def show_example(event_id: int) -> ResponseReturnValue:
    """The letter as mail programs show it."""
    event, form, locale = event_or_404(event_id), MailingForm(), language_asked_for("in")
    if not form.validate():
        return _form_page(event, form, 422)
    words = form.words_in(locale)
    return letter_document(example_letter(LetterKind.MESSAGE, event, locale, words).html)


@bp.post("/events/<int:event_id>/mailings/test-letters")
@requires(Permission.MANAGE_REGISTRATIONS)
@takes_long_texts
def send_test(event_id: int) -> ResponseReturnValue:
    event, form, locale = event_or_404(event_id), MailingForm(), language_asked_for("in")
    if not form.validate():
        return _form_page(event, form, 422)
    words = form.words_in(locale)
    enqueue_example(LetterKind.MESSAGE, event, words, locale, to=current_user, at=utc_now())
    db.session.commit()
    return _preview_page(event, form, tested=True)


@bp.post("/events/<int:event_id>/mailings")
@requires(Permission.MANAGE_REGISTRATIONS)
@takes_long_texts
def create(event_id: int) -> ResponseReturnValue:
    """Begin the mailing; the same form sent twice writes the letters once."""
    event, form, wanted = event_or_404(event_id), MailingForm(), _wanted()
    if not form.validate():
        return _form_page(event, form, 422)
    mailing = committed(
        lambda: send_free_letter(
            form.letter(),
            event,
            people_as_shown(form.people.data, wanted, event),
            submission_key=form.submission_key.data,
            wanted=wanted.as_query(),
            by=current_user,
            at=utc_now(),
        )
    )
    letters = url_for("organizer.wordings.index", event_id=event.id)
    if mailing is None:
        return refuse_with(_("This email has been sent already."), letters)
    return redirect_with(
        ngettext(
            "The email is being sent to %(num)d person.",
            "The email is being sent to %(num)d people.",
            mailing.people,
        ),
        url_for(".show", mailing_id=mailing.id),
    )


@bp.get("/mailings/<int:mailing_id>")
@requires(Permission.SEE_LETTERS)
def show(mailing_id: int) -> ResponseReturnValue:
    mailing = mailing_or_404(mailing_id)
    return render_template(
        "organizer/letters/mailings/show.html",
        mailing=mailing,
        event=mailing.event,
        counts=letters_by_status(mailing),
    )


@bp.post("/mailings/<int:mailing_id>/stop")
@requires(Permission.MANAGE_REGISTRATIONS)
def stop(mailing_id: int) -> ResponseReturnValue:
    mailing = mailing_or_404(mailing_id)
    stop_mailing(mailing, by=current_user, at=utc_now())
    db.session.commit()
    return redirect_with(
        _("Stopped. Emails that had not been sent yet are withdrawn."),
        url_for(".show", mailing_id=mailing_id),
    )


@bp.post("/events/<int:event_id>/change-letters")
@requires(Permission.MANAGE_REGISTRATIONS)
def tell(event_id: int) -> ResponseReturnValue:
    """Tell everyone with a place or waiting for one when and where the event takes place now."""
    event = event_or_404(event_id)
    overview = url_for("organizer.events.show", event_id=event_id)
    if not event.is_published:
        return refuse_with(_("The event is not published, so no emails were sent."), overview)
    mailing = tell_of_change(event, by=current_user, at=utc_now())
    db.session.commit()
    if mailing is None:
        return refuse_with(_("They have been told already."), overview)
    return redirect_with(
        _("The emails are being prepared."), url_for(".show", mailing_id=mailing.id)
    )


@bp.post("/events/<int:event_id>/change-letters/dismissal")
@requires(Permission.MANAGE_REGISTRATIONS)
def dismiss(event_id: int) -> ResponseReturnValue:
    """Tell nobody of the changes made so far."""
    dismiss_untold(event_or_404(event_id), by=current_user, at=utc_now())
    db.session.commit()
    return redirect_with(
        _("No emails will be sent."), url_for("organizer.events.show", event_id=event_id)
    )


def _wanted() -> ParticipantFilter:
    return ParticipantFilter.from_query(request.args)


def _form_page(event: Event, form: MailingForm, status: int = 200) -> ResponseReturnValue:
    wanted = _wanted()
    page = render_template(
        "organizer/letters/mailings/form.html",
        event=event,
        form=form,
        query=wanted.as_query(),
        reach=reach_of(wanted, event),
        placeholders=[(name, PLACEHOLDERS[name]) for name in placeholders_of(LetterKind.MESSAGE)],
    )
    return page, status


def _preview_page(event: Event, form: MailingForm, *, tested: bool = False) -> ResponseReturnValue:
    wanted = _wanted()
    letters: list[dict[str, Any]] = []
    for person in first_of(wanted, event, count=SHOWN):
        looked_at(person)
        letter = letter_values(LetterKind.MESSAGE, person, at=utc_now(), worded=form.letter())
        letters += [letter] if letter else []
    return render_template(
        "organizer/letters/mailings/preview.html",
        event=event,
        form=form,
        query=wanted.as_query(),
        people=wanted.shown(event),
        reach=reach_of(wanted, event),
        letters=letters,
        tested=tested,
    )
