"""Two waves beside each other, and what can be said of the difference."""

from flask import Blueprint, Response, render_template
from flask.typing import ResponseReturnValue

from blueprints.base.access import requires
from blueprints.base.found import or_404
from blueprints.base.languages import language
from blueprints.base.sent_files import named
from blueprints.organizer.surveys.compared import compared_or_404, routes
from exports.charts.canvas import NARROW
from exports.results.compared import charts_of, name_of, names_of, shown_comparison
from exports.results.words import CUTS, Wording
from policy import Permission
from queries.feedback.results import By
from queries.surveys.comparison import comparison_of

bp = Blueprint("comparisons", __name__)


@routes(bp, "")
@requires(Permission.SEE_RESULTS)
def show(**place: int) -> ResponseReturnValue:
    """`?waves=` or `?events=` names two by their numbers; without it, the first and the last."""
    compared = compared_or_404(place)
    shown = None
    if compared.waves:
        comparison = comparison_of(*compared.waves, by=compared.by)
        shown = shown_comparison(comparison, Wording(language(), compared.by))
    return render_template(
        "organizer/surveys/comparison.html",
        compared=compared,
        shown=shown,
        choices=[(compared.number_of(w), name_of(w, language())) for w in compared.offered],
        cuts={by: str(CUTS[by]) for by in (By.SIDE, By.PROVINCE)},
    )


@routes(bp, "/charts/<item>.svg")
@requires(Permission.SEE_RESULTS)
def chart(item: str, **place: int) -> Response:
    """The means of one question in both."""
    waves = or_404(compared_or_404(place).waves)
    comparison, wording = comparison_of(*waves), Wording(language())
    found = [each for each in comparison.items if each.key == item and each.found.mean_difference]
    drawn = charts_of(found, names_of(comparison, language()), wording, NARROW)
    svg = or_404(drawn[0] if drawn else None).file
    return named(Response(svg, content_type="image/svg+xml"), f"{item}.svg", inline=True)
