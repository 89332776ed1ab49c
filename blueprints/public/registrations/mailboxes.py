"""The reader of a mailbox says which of the registrations with it are theirs.

The link shows a page and confirms nothing by itself: programs that look through mail follow links.
"""

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import ngettext

from blueprints.base.access import for_all
from blueprints.base.found import or_404, signed_numbers_or_404
from blueprints.base.pages import redirect_with
from blueprints.base.transactions import committed
from blueprints.inputs.registrations.mailbox import MailboxForm
from lib.clock import utc_now
from models.registrations import Registration
from operations.registrations.mailboxes import confirm_mailbox
from queries.registrations.mailboxes import awaiting, registration_asked

bp = Blueprint("mailboxes", __name__, url_prefix="/mailboxes/<token>")


@bp.get("")
@for_all
def show(token: str) -> ResponseReturnValue:
    asked = _asked_or_404(token)
    return _page(asked, _form(asked, formdata=None), token)


@bp.post("")
@for_all
def confirm(token: str) -> ResponseReturnValue:
    asked = _asked_or_404(token)
    form = _form(asked)
    if not form.validate():
        return _page(asked, form, token), 422
    event, mailbox, numbers = asked.event, asked.mailbox or "", set(form.registrations.data)
    done = committed(lambda: confirm_mailbox(event, mailbox, numbers, at=utc_now()))
    address = url_for(".show", token=token)
    if not done:
        return redirect(address, 303)
    return redirect_with(
        ngettext(
            "You have confirmed the registration. We have sent you an email about what comes next.",
            "You have confirmed %(num)d registrations. We have sent you an email about each of them.",
            len(done),
        ),
        address,
    )


def _asked_or_404(token: str) -> Registration:
    number, mailbox_number = signed_numbers_or_404("mailbox", token, count=2)
    return or_404(registration_asked(number, mailbox_number))


def _form(asked: Registration, **options: object) -> MailboxForm:
    people = awaiting(asked.event, asked.mailbox or "", at=utc_now())
    return MailboxForm.about(people, **options)


def _page(asked: Registration, form: MailboxForm, token: str) -> str:
    return render_template(
        "public/registrations/mailboxes/show.html",
        event=asked.event,
        address=asked.mailbox,
        form=form,
        token=token,
    )
