"""The letters of an event, and their wording."""

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from blueprints.base.access import requires
from blueprints.base.found import event_or_404, or_404
from blueprints.base.languages import LANGUAGES, language_asked_for
from blueprints.base.lists import page_asked_for
from blueprints.base.pages import redirect_with
from blueprints.base.request_sizes import takes_long_texts
from blueprints.inputs.letters.wording import RemindersForm, WordsForm
from blueprints.shared.letters.documents import letter_document, with_letters
from extensions import db
from letters.examples import enqueue_example, example_letter
from letters.kinds import TRAITS, WORDABLE
from letters.wordings import PLACEHOLDERS, Words, our_words, placeholders_of
from lib.clock import utc_now
from models.events import Event
from models.letters import LetterKind, LetterWording
from operations.letters.reminders import reminder_moment, set_reminder_days
from operations.letters.wordings import OwnWords, return_to_our_words, word_letter
from policy import Permission
from queries.letters.mailings import mailings_of
from queries.letters.wordings import own_wording, own_wordings

bp = Blueprint("wordings", __name__, url_prefix="/events/<int:event_id>/letters")

MAILINGS = 20
"""Mailings on a page: the wordings of the letters are shown below them."""


@bp.get("")
@requires(Permission.EDIT_EVENTS)
def index(event_id: int) -> ResponseReturnValue:
    event = event_or_404(event_id)
    days = ", ".join(str(number) for number in event.reminder_days)
    return _index_page(event, RemindersForm(formdata=None, days=days))


@bp.post("/reminders")
@requires(Permission.EDIT_EVENTS)
def remind(event_id: int) -> ResponseReturnValue:
    event, form = event_or_404(event_id), RemindersForm()
    if not form.validate():
        return _index_page(event, form, 422)
    set_reminder_days(event, form.chosen(), by=current_user, at=utc_now())
    db.session.commit()
    return redirect_with(_("The reminders are saved."), url_for(".index", event_id=event_id))


@bp.get("/<code>")
@requires(Permission.EDIT_EVENTS)
def edit(event_id: int, code: str) -> ResponseReturnValue:
    event, kind = event_or_404(event_id), _kind_or_404(code)
    wording = own_wording(event, kind)
    return _form_page(event, kind, WordsForm(kind, formdata=None, shown=_shown(kind, wording)))


@bp.post("/<code>")
@requires(Permission.EDIT_EVENTS)
@takes_long_texts
def update(event_id: int, code: str) -> ResponseReturnValue:
    event, kind = event_or_404(event_id), _kind_or_404(code)
    form = WordsForm(kind)
    if not form.validate():
        return _form_page(event, kind, form, 422)
    word_letter(event, kind, form.words(), by=current_user, at=utc_now())
    db.session.commit()
    return redirect_with(_("Emails use your text from now on."), _page(event, kind))


@bp.get("/<code>/preview")
@requires(Permission.EDIT_EVENTS)
def show(event_id: int, code: str) -> ResponseReturnValue:
    """The letter with its saved wording."""
    event, kind, locale = event_or_404(event_id), _kind_or_404(code), language_asked_for("in")
    return letter_document(example_letter(kind, event, locale, _saved(event, kind, locale)).html)


@bp.post("/<code>/preview")
@requires(Permission.EDIT_EVENTS)
@takes_long_texts
def try_out(event_id: int, code: str) -> ResponseReturnValue:
    """The letter with the words in the form, which are not saved."""
    event, kind, locale = event_or_404(event_id), _kind_or_404(code), language_asked_for("in")
    form = WordsForm(kind)
    if not form.validate():
        return _form_page(event, kind, form, 422)
    return letter_document(example_letter(kind, event, locale, form.words_in(locale)).html)


@bp.post("/<code>/test-letters")
@requires(Permission.EDIT_EVENTS)
@takes_long_texts
def send_test(event_id: int, code: str) -> ResponseReturnValue:
    event, kind, locale = event_or_404(event_id), _kind_or_404(code), language_asked_for("in")
    words = _saved(event, kind, locale)
    enqueue_example(kind, event, words, locale, to=current_user, at=utc_now())
    db.session.commit()
    sent = _("We have sent a test email to %(address)s.", address=current_user.email)
    return redirect_with(sent, _page(event, kind))


@bp.post("/<code>/removal")
@requires(Permission.EDIT_EVENTS)
def destroy(event_id: int, code: str) -> ResponseReturnValue:
    event, kind = event_or_404(event_id), _kind_or_404(code)
    return_to_our_words(event, kind, by=current_user, at=utc_now())
    db.session.commit()
    return redirect_with(_("Emails use the standard text again."), _page(event, kind))


def _kind_or_404(code: str) -> LetterKind:
    return or_404({_code(kind): kind for kind in WORDABLE}.get(code))


def _code(kind: LetterKind) -> str:
    return kind.value.replace("_", "-")


def _page(event: Event, kind: LetterKind) -> str:
    return url_for("organizer.wordings.edit", event_id=event.id, code=_code(kind))


def _saved(event: Event, kind: LetterKind, locale: str) -> Words | None:
    wording = own_wording(event, kind)
    return Words.of(wording, locale) if wording else None


def _shown(kind: LetterKind, wording: LetterWording | None) -> OwnWords:
    """The own words, or the site's to begin from."""
    if wording:
        return OwnWords(
            subject=wording.subject,
            body=wording.body,
            subject_en=wording.subject_en,
            body_en=wording.body_en,
        )
    turkish, english = (our_words(kind, locale) for locale in LANGUAGES)
    return OwnWords(
        subject=turkish.subject, body=turkish.body, subject_en=english.subject, body_en=english.body
    )


def _index_page(event: Event, reminders: RemindersForm, status: int = 200) -> ResponseReturnValue:
    own = own_wordings(event)
    kinds = [k for k in WORDABLE if event.approval or not TRAITS[k].is_for_applicants or k in own]
    page = render_template(
        "organizer/letters/wordings/index.html",
        event=event,
        own=own,
        kinds=[(kind, _code(kind)) for kind in kinds],
        reminders=reminders,
        moments=[(days, reminder_moment(event, days)) for days in event.reminder_days],
        mailings=page_asked_for(lambda after: mailings_of(event, limit=MAILINGS, after=after)),
    )
    return page, status


def _form_page(
    event: Event, kind: LetterKind, form: WordsForm, status: int = 200
) -> ResponseReturnValue:
    letters = {
        locale: example_letter(kind, event, locale, _saved(event, kind, locale))
        for locale in LANGUAGES
    }
    page = render_template(
        "organizer/letters/wordings/form.html",
        event=event,
        kind=kind,
        code=_code(kind),
        form=form,
        letters=letters,
        is_own=own_wording(event, kind) is not None,
        placeholders=[(name, PLACEHOLDERS[name]) for name in placeholders_of(kind)],
    )
    return with_letters((page, status))
