"""The form of a wave as a blank sheet, to be printed."""

from collections.abc import Iterator

from flask import Response
from flask_babel import force_locale
from flask_babel import gettext as _

from blueprints.base.labels import label
from blueprints.base.sent_files import PDF, sent
from blueprints.shared.forms.paper_questions import PaperQuestions
from exports.paper_form import PaperForm, PaperQuestion, PaperShape, paper_form_pdf
from extensions import site_zone
from lib import dates
from lib.provinces import PROVINCES
from models.feedback import Wave
from models.sectors import Sector
from queries.feedback.waves import questions_asked_in
from queries.forms.subjects import subjects_asked_about


def paper_file(wave: Wave, locale: str) -> Response:
    """The blank form as a PDF in this language, `tr` or `en`."""
    form = paper_of(wave, locale)
    return sent(paper_form_pdf(form), f"{form.title} ({form.code}).pdf", PDF, inline=True)


def paper_of(wave: Wave, locale: str) -> PaperForm:
    questions = questions_asked_in(wave)
    with force_locale(locale):
        asked = PaperQuestions(questions, subjects_asked_about(questions, locale), locale)
        return PaperForm(
            language=locale,
            title=_title(wave, locale),
            programme=_("Strengthening the public sector for cooperation with civil society"),
            facts=tuple(_facts(wave, locale)),
            told=_told(wave),
            is_named=wave.is_named,
            name_label=_("Your name"),
            how=_("Tick the boxes with a cross. Is one wrong? Fill it in and tick another."),
            code=_code(wave),
            page=_("Page {page} of {pages}"),
            questions=(*asked.in_order(), *_about_the_person(wave, asked.next_number)),
        )


def _title(wave: Wave, locale: str) -> str:
    about = wave.event or wave.survey
    return about.title_in(locale) if about else ""


def _facts(wave: Wave, locale: str) -> Iterator[tuple[str, str]]:
    yield _("Who asks"), _who_asks(wave)
    if wave.closes_at:
        until = dates.day_text(wave.closes_at, _zone(wave), locale)
        yield _("Please hand it in by"), until


def _who_asks(wave: Wave) -> str:
    if wave.event is not None:
        return str(_("The organisers of the event"))
    if wave.survey is not None and wave.survey.province:
        province = PROVINCES[wave.survey.province]
        return str(_("The organisers in the province %(province)s", province=province))
    return str(
        _("The programme “Strengthening the public sector for cooperation with civil society”")
    )


def _zone(wave: Wave) -> str:
    return wave.event.timezone if wave.event else site_zone()


def _told(wave: Wave) -> str:
    if wave.is_named:
        return " ".join(
            (
                _("This form is not anonymous."),
                _("Your answers are kept with your name. The organisers see who answered what."),
            )
        )
    return str(_("This form is anonymous. Please write nothing on it that tells who you are."))


def _code(wave: Wave) -> str:
    """Which form it is, for whoever types the answers in."""
    if wave.survey is not None:
        number = wave.survey.id
        return str(_("Survey %(number)d, wave %(wave)d", number=number, wave=wave.number))
    return str(_("Event %(number)d", number=wave.event.id if wave.event else 0))


def _about_the_person(wave: Wave, number: int) -> Iterator[PaperQuestion]:
    yield PaperQuestion(
        shape=PaperShape.CHOICES,
        number=str(number),
        text=_("Who do you represent?"),
        hint=_("Leave it empty if you would rather not say."),
        choices=tuple(label(sector) for sector in Sector),
    )
    if wave.survey is not None and wave.survey.province is None:
        yield PaperQuestion(
            shape=PaperShape.LINES, number=str(number + 1), text=_("Your province"), lines=1
        )
