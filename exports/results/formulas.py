"""The formulas that figures are computed by, as lib/measures computes them, with their sources."""

from collections.abc import Iterable

from flask_babel import gettext as _

from exports.reports.content import ReportFormula
from models.forms import Question, QuestionKind

_K = QuestionKind
STUDENT = "Student (1908), The Probable Error of a Mean, Biometrika 6(1), 1–25"
WILSON = (
    "Wilson (1927), Probable Inference, the Law of Succession, and Statistical Inference, "
    "Journal of the American Statistical Association 22, 209–212"
)
NET = (
    "Reichheld (2003), The One Number You Need to Grow, Harvard Business Review 81(12); Goodman "
    "(1965), On Simultaneous Confidence Intervals for Multinomial Proportions, Technometrics 7(2)"
)
WELCH = (
    "Welch (1947), The Generalization of “Student’s” Problem when Several Different Population "
    "Variances are Involved, Biometrika 34, 28–35"
)
NEWCOMBE = (
    "Newcombe (1998), Interval Estimation for the Difference between Independent Proportions, "
    "Statistics in Medicine 17, 873–890, method 10"
)
MANN_WHITNEY = (
    "Mann & Whitney (1947), Annals of Mathematical Statistics 18, 50–60; Lehmann (1975), "
    "Nonparametrics, for ties"
)
CLIFF = (
    "Cliff (1993), Dominance Statistics, Psychological Bulletin 114, 494–509; Feng & Cliff (2004), "
    "Monte Carlo Evaluation of Ordinal d, Journal of Modern Applied Statistical Methods 3(2)"
)
HOLM = (
    "Holm (1979), A Simple Sequentially Rejective Multiple Test Procedure, Scandinavian Journal of "
    "Statistics 6, 65–70"
)
ROMANO = (
    "Romano, Kromrey, Coraggio & Skowronek (2006), Florida Association of Institutional Research"
)
HAKE = "Hake (1998), American Journal of Physics 66, 64–74"
HOLT = "Holt & Smith (1979), Post Stratification, Journal of the Royal Statistical Society A 142"


def formulas_of(questions: Iterable[Question]) -> list[ReportFormula]:
    """Those that a report about these questions uses."""
    kinds = {question.kind for question in questions}
    found = []
    if kinds & {_K.RATING, _K.SCALE, _K.NUMBER}:
        found.append(
            ReportFormula(
                name=_("Interval of a mean"),
                text="x̄ ± t(0.975; n − 1) · s / √n;  s² = Σ(x − x̄)² / (n − 1)",
                source=STUDENT,
            )
        )
    if kinds & {_K.RATING, _K.SCALE}:
        found.append(
            ReportFormula(
                name=_("Interval of a share"),
                text="(k + z²/2 ± z · √(k(n − k)/n + z²/4)) / (n + z²);  z = 1.96",
                source=WILSON,
            )
        )
    if _K.NPS in kinds:
        found.append(
            ReportFormula(
                name=_("Net promoter score"),
                text="100 · (p − d) ± 100 · 1.96 · √((p + d − (p − d)²) / n)",
                source=NET,
            )
        )
    return found


def formulas_of_comparison() -> list[ReportFormula]:
    rows = (
        (_("Difference of two means"), "x̄₂ − x̄₁ ± t(0.975; ν) · √(s₁²/n + s₂²/m)", WELCH),
        (
            _("Difference of two shares"),
            "p₂ − p₁;  −√((p₂ − l₂)² + (u₁ − p₁)²) … +√((u₂ − p₂)² + (p₁ − l₁)²)",
            NEWCOMBE,
        ),
        (_("Whether answers are higher"), "U = #(x₂ > x₁) + ½ · #(x₂ = x₁)", MANN_WHITNEY),
        (_("How much higher (Cliff’s δ)"), "δ = (#(x₂ > x₁) − #(x₂ < x₁)) / (n · m)", CLIFF),
        (_("Several questions at once"), "p(k) · (m − k + 1),  p(1) ≤ … ≤ p(m)", HOLM),
        (_("In words"), "|δ| < 0.147 · 0.33 · 0.474", ROMANO),
        (_("Difference with the first mix"), "Σ wₖ · x̄₂ₖ − x̄₁", HOLT),
    )
    return [ReportFormula(name=name, text=text, source=source) for name, text, source in rows]
