"""What becomes of a form that was sent, whichever link it came by."""

from collections.abc import Callable

from flask import redirect
from flask.typing import ResponseReturnValue

from blueprints.public.feedback.answer_sheets import AnswerSheet, take
from blueprints.public.feedback.thanks import thank, was_thanked
from blueprints.public.feedback.wave_pages import NoForm, form_page, no_form_page, why_no_form
from lib.clock import utc_now
from operations.feedback.taking import AlreadyAnswered, ChoiceGone, WaveClosed
from queries.feedback.form_pages import was_sent

_WHY = {AlreadyAnswered: NoForm.ANSWERED, WaveClosed: NoForm.CLOSED}


def response_to(
    sheet: AnswerSheet,
    *,
    right: int | None,
    is_used: bool = False,
    anew: Callable[[], AnswerSheet],
    thanks: str,
) -> ResponseReturnValue:
    """Take the answers and go to the page `thanks`; or show the form again, or why there is none.

    `right`: its number, and `is_used` whether it was used before; None: the link is open to all.
    `anew` reads what was sent into the form as it is asked now, since somebody may have taken a
    choice out of it in this very moment.
    """
    wave = sheet.wave
    if (is_used or right is None) and (was_thanked(wave) or was_sent(wave, sheet.nonce)):
        return _thanked(sheet, thanks)
    why = why_no_form(wave, utc_now(), sending=True) or (NoForm.ANSWERED if is_used else None)
    if why:
        return no_form_page(wave, why, draft=sheet.draft, typed=sheet.typed())
    if not sheet.form.validate():
        return form_page(sheet, begun=False, status=422)
    try:
        take(sheet, right=right)
    except ChoiceGone:
        again = anew()
        again.form.validate()
        return form_page(again, begun=False, status=409)
    except tuple(_WHY) as refusal:
        why = _WHY[type(refusal)]
        return no_form_page(wave, why, draft=sheet.draft, typed=sheet.typed())
    return _thanked(sheet, thanks)


def _thanked(sheet: AnswerSheet, thanks: str) -> ResponseReturnValue:
    thank(sheet.wave)
    return redirect(thanks, 303)
