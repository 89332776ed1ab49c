"""A form as participants will see it, in either language, while it is built."""

from collections.abc import Mapping, Sequence

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from flask_babel import force_locale
from markupsafe import Markup

from blueprints.base.access import requires
from blueprints.base.labels import label
from blueprints.base.languages import language_asked_for
from blueprints.inputs.base import fields as base
from blueprints.inputs.forms.questions import with_questions
from blueprints.organizer.forms.built import BuiltForm, built_or_404
from models.forms import AskedAt, Question, QuestionKind
from policy import Permission
from queries.forms.builder import by_stage

bp = Blueprint("form_previews", __name__)


@bp.get("/surveys/<int:survey_id>/form/preview")
@bp.get("/events/<int:event_id>/form/preview")
@requires(Permission.EDIT_EVENTS)
def show(**place: int) -> ResponseReturnValue:
    built = built_or_404(**place)
    return render_template(
        "organizer/forms/preview.html",
        built=built,
        preview_language=preview_language(),
        preview=previewed(built),
    )


def preview_language() -> str:
    """The language of `?preview=en`, else that of the page around it."""
    return language_asked_for("preview")


def previewed(built: BuiltForm) -> Markup:
    """The questions asked, stage by stage. What is filled in there is not sent anywhere."""
    stages = by_stage(built.questions)
    asked = [question for found in stages.values() for question in found]
    locale = preview_language()
    with force_locale(locale):
        form = with_questions(base.Form, asked, locale=locale)(formdata=None, meta={"csrf": False})
        html = render_template(
            "organizer/forms/_preview.html",
            event=built.event,
            purpose=built.purpose,
            form=form,
            shown=_under_headings(stages),
            locale=locale,
        )
    return Markup(html)  # noqa: S704 - a template of ours


def _under_headings(stages: Mapping[AskedAt, Sequence[Question]]) -> list[Question]:
    """All questions in one list, since some depend on questions of earlier stages."""
    shown: list[Question] = []
    for stage, questions in stages.items():
        if stage is not AskedAt.REGISTRATION:
            shown.append(
                Question(kind=QuestionKind.HEADING, label=label(stage), help="", help_en="")
            )
        shown += questions
    return shown
