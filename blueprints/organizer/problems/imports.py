"""Adding statements to an event from a table: all of them or none."""

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from blueprints.base import table_files
from blueprints.base.access import requires
from blueprints.base.found import event_or_404
from blueprints.base.pages import redirect_with
from blueprints.base.request_sizes import takes_table
from blueprints.base.transactions import committed, looking
from blueprints.inputs.base.submissions import ours_or_new
from blueprints.inputs.problems.imports import StatementTableForm
from blueprints.organizer.problems.tables import ReadStatements, columns_of, read_statements
from blueprints.shared.registrations.tables import all_headings
from lib.clock import utc_now
from models.events import Event
from operations.problems.imports import import_statements
from policy import Permission

bp = Blueprint("statement_imports", __name__)


@bp.get("/events/<int:event_id>/statements/imports/new")
@requires(Permission.MODERATE_PROBLEMS)
def new(event_id: int) -> ResponseReturnValue:
    return _form_page(event_or_404(event_id), StatementTableForm(formdata=None))


@bp.post("/events/<int:event_id>/statements/imports/new")
@requires(Permission.MODERATE_PROBLEMS)
@takes_table
def create(event_id: int) -> ResponseReturnValue:
    form = StatementTableForm()
    with looking():
        event = event_or_404(event_id)
        if not form.validate():
            return _form_page(event, form, 422)
        read = read_statements(event, form.content)
    if read.faults:
        return _form_page(event, form, 422, read)
    added = committed(
        lambda: import_statements(
            event_or_404(event_id),
            read.statements,
            submission_key=ours_or_new(form.submission_key.data),
            by=current_user,
            at=utc_now(),
        )
    )
    return redirect_with(
        _what_was_taken(added, read), url_for("organizer.problems.index", event_id=event_id)
    )


@bp.get("/events/<int:event_id>/statements/imports/template.xlsx")
@requires(Permission.MODERATE_PROBLEMS)
def template_xlsx(event_id: int) -> ResponseReturnValue:
    headings = all_headings(columns_of(event_or_404(event_id)))
    return table_files.template(headings, "xlsx", sheet=_("Statements"))


@bp.get("/events/<int:event_id>/statements/imports/template.csv")
@requires(Permission.MODERATE_PROBLEMS)
def template_csv(event_id: int) -> ResponseReturnValue:
    headings = all_headings(columns_of(event_or_404(event_id)))
    return table_files.template(headings, "csv", sheet=_("Statements"))


def _what_was_taken(added: int, read: ReadStatements) -> str:
    said = [ngettext("One statement is added.", "%(num)d statements are added.", added)]
    if read.ignored:
        said.append(_("Columns that were not read: %(names)s.", names=", ".join(read.ignored[:20])))
    return " ".join(said)


def _form_page(
    event: Event, form: StatementTableForm, status: int = 200, read: ReadStatements | None = None
) -> ResponseReturnValue:
    page = render_template("organizer/problems/imports/new.html", event=event, form=form, read=read)
    return page, status
