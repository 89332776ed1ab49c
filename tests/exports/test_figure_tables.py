from openpyxl import load_workbook

from exports.charts.figure import Estimate
from exports.figure_tables import FigureRow, figures_workbook


def test_figures_are_unrounded_and_what_has_none_is_empty(sqlite_app, tmp_path):
    mean = Estimate(3.59375, (3.25, 3.9375))
    spread = {"1": 0, "2": 21}
    rows = [
        FigureRow(
            item="q", label="=Yararlı", n=42, missing=0, mean=mean, deviation=1.25, counts=spread
        ),
        FigureRow(item="q", label="=Yararlı", group="Kamu", n=None),
    ]
    path = tmp_path / "figures.xlsx"
    with sqlite_app.test_request_context():
        figures_workbook(rows, path=str(path))
    figures, counts = [
        [list(row) for row in page.iter_rows(min_row=2, values_only=True)]
        for page in load_workbook(path)
    ]
    assert figures == [
        ["q", "=Yararlı", None, 42, 0, mean.value, 1.25, *mean.interval],
        ["q", "=Yararlı", "Kamu", *[None] * 6],
    ]
    assert counts == [
        ["q", "=Yararlı", None, "1", 0],
        ["q", "=Yararlı", None, "2", 21],
    ]
