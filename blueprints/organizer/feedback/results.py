"""The results page of an event's feedback or of a survey's wave, and its charts as files."""

from flask import Blueprint, Response, render_template, request
from flask.typing import ResponseReturnValue

from blueprints.base.access import requires
from blueprints.base.found import or_404
from blueprints.base.sent_files import named
from blueprints.organizer.feedback.asked import asked_or_404, routes, wave_or_404
from blueprints.shared.feedback.shown import shown_results, wording_of
from exports.charts.figure import Chart
from exports.results.charts import chart_of, groups_chart_of, matrix_chart_of
from models.feedback import Wave
from policy import Permission
from queries.base import arguments
from queries.feedback.results import By, results_of
from queries.feedback.texts import first_texts

bp = Blueprint("feedback", __name__)

FIRST = 5
"""Written answers shown with the figures; the others are on pages of their own."""


@routes(bp, "GET", "")
@requires(Permission.SEE_RESULTS)
def show(**place: int) -> ResponseReturnValue:
    asked, by = asked_or_404(place), cut_asked_for()
    shown = shown_results(asked.wave, by) if asked.wave else None
    texts = first_texts(shown.wave, shown.written, limit=FIRST) if shown else {}
    return render_template(
        "organizer/feedback/show.html", asked=asked, shown=shown, texts=texts, by=by
    )


@routes(bp, "GET", "/charts/<item>.svg")
@requires(Permission.SEE_RESULTS)
def chart(item: str, **place: int) -> Response:
    """The chart of one question; with `?by=`, the means of its groups."""
    wave = wave_or_404(place).wave
    by = arguments.member(By, request.args, "by")
    drawn = or_404(_chart(wave, item, by))
    return named(Response(drawn.file, content_type="image/svg+xml"), f"{item}.svg", inline=True)


def cut_asked_for() -> By:
    return arguments.member(By, request.args, "by") or By.SIDE


def _chart(wave: Wave, key: str, by: By | None) -> Chart | None:
    results, id = results_of(wave, by=by), "chart"
    wording = wording_of(wave, results.by)
    for matrix in results.matrices.values():
        if matrix.key == key:
            rows = [item for item in results.items if item.question.matrix_id == matrix.id]
            return matrix_chart_of(matrix, rows, wording, id=id)
    found = [item for item in results.items if item.question.key == key]
    return (groups_chart_of if by else chart_of)(found[0], wording, id=id) if found else None
