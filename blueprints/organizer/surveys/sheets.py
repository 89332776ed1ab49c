"""Typing in the sheets of a wave on paper, one after the other."""

from typing import Any

from flask import Blueprint, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

from blueprints.base.access import requires
from blueprints.base.found import or_404, wave_or_404
from blueprints.base.refusals import Words
from blueprints.base.request_sizes import takes_long_texts
from blueprints.inputs.forms.questions import answers_of
from blueprints.inputs.surveys.sheet import NamedSheetForm, SheetForm, without_duties
from blueprints.shared.forms.sheets import Sheet, asking, carried_out
from lib.clock import utc_now
from models.feedback import Wave, WaveLink
from operations.feedback.taking import GivenAnswers, WaveClosed, take_answers
from policy import Permission
from queries.feedback.waves import questions_asked_in

bp = Blueprint("survey_sheets", __name__)

_SITTING = "typed_sheets"
"""In the cookie of who types: how many sheets of which wave, and what the last one said of the
side and province."""
_REFUSED: Words = {
    WaveClosed: _l("This wave is closed, so this sheet was not counted."),
}


@bp.get("/surveys/<int:survey_id>/waves/<int:wave_id>/sheets/new")
@requires(Permission.MODERATE_PROBLEMS)
def new(survey_id: int, wave_id: int) -> ResponseReturnValue:
    wave = _wave(survey_id, wave_id)
    known = _sitting(wave)
    data = {"side": known.get("side", ""), "province": known.get("province") or _province(wave)}
    return _page(_sheet(wave, formdata=None, data=data), wave)


@bp.post("/surveys/<int:survey_id>/waves/<int:wave_id>/sheets/new")
@requires(Permission.MODERATE_PROBLEMS)
@takes_long_texts
def create(survey_id: int, wave_id: int) -> ResponseReturnValue:
    """Put the sheet in the box and open the next one. Sent twice, it counts once."""
    wave = _wave(survey_id, wave_id)
    sheet = _sheet(wave)
    if not sheet.form.validate():
        return _page(sheet, wave, 422)
    carried_out(
        sheet,
        lambda sheet: _take(wave, sheet),
        anew=lambda **sent: _sheet(_wave(survey_id, wave_id), **sent),
        page=lambda again, why: _page(again, _wave(survey_id, wave_id), 409, why=why),
        refused=_REFUSED,
    )
    _note(wave, sheet.form)
    return redirect(url_for(".new", survey_id=survey_id, wave_id=wave_id), 303)


def _wave(survey_id: int, wave_id: int) -> Wave:
    wave = wave_or_404(survey_id, wave_id)
    return or_404(wave if wave.link is WaveLink.PAPER else None)


def _sheet(wave: Wave, **options: Any) -> Sheet[SheetForm]:
    questions = questions_asked_in(wave)
    kind = NamedSheetForm if wave.is_named else SheetForm
    form = without_duties(asking(kind, questions)(**options))
    return Sheet(None, form, questions)


def _take(wave: Wave, sheet: Sheet[SheetForm]) -> None:
    form = sheet.form
    take_answers(
        wave,
        sheet.questions,
        GivenAnswers(
            answers_of(form, sheet.questions),
            side=form.side.data,
            province=form.province.data,
            person=form["person"].data if wave.is_named else "",
        ),
        nonce=form.submission_key.data,
        at=utc_now(),
    )


def _province(wave: Wave) -> str | None:
    return wave.survey.province if wave.survey else None


def _sitting(wave: Wave) -> dict[str, Any]:
    known: dict[str, Any] = session.get(_SITTING, {})
    return known if known.get("wave") == wave.id else {}


def _note(wave: Wave, form: SheetForm) -> None:
    """The page sent twice brings the same cookie twice, so it is one sheet more here, too."""
    session[_SITTING] = {
        "wave": wave.id,
        "typed": _sitting(wave).get("typed", 0) + 1,
        "side": form.side.data.value if form.side.data else "",
        "province": form.province.data,
    }


def _page(
    sheet: Sheet[SheetForm], wave: Wave, status: int = 200, *, why: str = ""
) -> ResponseReturnValue:
    page = render_template(
        "organizer/surveys/sheets/new.html",
        survey=or_404(wave.survey),
        wave=wave,
        form=sheet.form,
        questions=sheet.questions,
        typed=_sitting(wave).get("typed", 0),
        takes_answers=wave.takes_answers(utc_now()),
        why=why,
    )
    return page, status
