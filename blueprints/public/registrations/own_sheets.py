from dataclasses import dataclass

from flask import render_template
from flask.typing import ResponseReturnValue

from blueprints.shared.forms.sheets import Form_co, Sheet
from models.registrations import Registration


@dataclass(frozen=True, kw_only=True)
class OwnSheet(Sheet[Form_co]):
    """The questions for somebody on the list, who answers them by their own link."""

    registration: Registration
    token: str

    def page(self, template: str, status: int = 200) -> ResponseReturnValue:
        page = render_template(
            template,
            registration=self.registration,
            event=self.event,
            form=self.form,
            questions=self.questions,
            sessions=self.sessions,
            token=self.token,
        )
        return page, status
