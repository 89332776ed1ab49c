"""A survey: what it is called, how it is answered, and from which template it starts."""

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_login import current_user
from wtforms import RadioField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, Optional

from blueprints.base.languages import language
from blueprints.inputs.base import fields as base
from lib import provinces
from models.surveys import Survey
from operations.feedback.templates import templates_for_surveys
from operations.feedback.templates.pieces import FormTemplate
from operations.surveys.surveys import SurveyDetails

ANONYMOUS, NAMED = "anonymous", "named"


class SurveyForm(base.Form):
    """What can be changed at any time."""

    title = base.line(_l("Title"), description=_l("As people will read it, in Turkish."))
    title_en = base.line(_l("Title in English"), required=False)
    description = base.paragraphs(
        _l("What it is for, and who asks"),
        required=False,
        description=_l("People read it before they answer. Markdown: **bold**, - list."),
        render_kw={"rows": 5},
    )
    description_en = base.paragraphs(
        _l("The same in English"), required=False, render_kw={"rows": 5}
    )

    def __init__(self, *arguments: Any, survey: Survey | None = None, **options: Any) -> None:
        super().__init__(*arguments, obj=survey, **options)

    def details(self) -> SurveyDetails:
        return SurveyDetails(
            title=self.title.data,
            title_en=self.title_en.data or "",
            description=self.description.data or "",
            description_en=self.description_en.data or "",
        )


class NewSurveyForm(SurveyForm):
    province = base.province(
        _l("Province"),
        required=False,
        description=_l("Leave it empty for a survey of the whole programme."),
    )
    answered = RadioField(
        _l("How is it answered?"),
        [InputRequired(_l("Choose one."))],
        choices=[
            SelectChoice(ANONYMOUS, _l("Anonymously: nobody can find out who answered what")),
            SelectChoice(NAMED, _l("By name: the form says so at its top")),
        ],
        default=ANONYMOUS,
        description=_l("This stays as it is once the first person is invited."),
    )
    template = RadioField(
        _l("Which questions does it start with?"),
        [Optional()],
        choices=lambda: [
            *(SelectChoice(name, made.title.in_locale(language())) for name, made in _offered()),
            SelectChoice("", _l("None: I write my own")),
        ],
        default="",
        description=_l("You can change them as long as nobody has answered."),
    )

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        if current_user.province:  # the own province is preset, and there is no other
            name = provinces.PROVINCES[current_user.province]
            self.province.choices = [SelectChoice(current_user.province, name)]
            self.province.description = ""

    @property
    def chosen_template(self) -> FormTemplate | None:
        return templates_for_surveys().get(self.template.data or "")

    @property
    def is_named(self) -> bool:
        """A test is named whatever is chosen: the certificate needs it."""
        template = self.chosen_template
        return self.answered.data == NAMED or (template is not None and template.named)

    def notes(self) -> dict[str, str]:
        """What each template is for, to stand beside its name."""
        return {name: f"– {made.about.in_locale(language())}" for name, made in _offered()}


def _offered() -> list[tuple[str, FormTemplate]]:
    return list(templates_for_surveys().items())
