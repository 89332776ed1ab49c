"""Who has answered in this browser, and the page that thanks them.

That they have is kept in the browser's cookie, not with us.
"""

from flask import flash, redirect, render_template, session
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from blueprints.base.languages import language
from blueprints.base.transactions import committed
from blueprints.inputs.feedback.outcome_address import OutcomeAddressForm
from blueprints.public.feedback.wave_pages import facts_of
from models.feedback import Wave
from models.forms import QuestionKind
from operations.feedback.outcomes import keep_outcome_address
from queries.feedback.waves import questions_asked_in

_THANKED = "answered_waves"
_MOST = 20


def thank(wave: Wave) -> None:
    session[_THANKED] = [*session.get(_THANKED, ())[-_MOST:], wave.id]


def was_thanked(wave: Wave) -> bool:
    return wave.id in session.get(_THANKED, ())


def thanks_page(
    wave: Wave, form: OutcomeAddressForm, *, draft: str, taken_at: str, status: int = 200
) -> ResponseReturnValue:
    """`taken_at`: where an address for "what came of it" is sent to."""
    page = render_template(
        "public/feedback/responses/show.html",
        facts=facts_of(wave),
        form=form,
        draft=draft,
        taken_at=taken_at,
        names_problems=any(q.kind is QuestionKind.PROBLEM for q in questions_asked_in(wave)),
    )
    return page, status


def take_outcome_address(
    wave: Wave, *, draft: str, page: str, taken_at: str
) -> ResponseReturnValue:
    """Keep the address that was sent and go back to `page`, the one that thanks."""
    form = OutcomeAddressForm()
    if not form.validate():
        return thanks_page(wave, form, draft=draft, taken_at=taken_at, status=422)
    email = form.email.data
    committed(lambda: keep_outcome_address(wave, email, locale=language()))
    flash(_("We will write to %(email)s when there is something to tell.", email=email), "success")
    return redirect(page, 303)
