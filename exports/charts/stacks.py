"""Parts of a whole as one bar, and what each part is below it."""

from collections.abc import Sequence
from dataclasses import dataclass

from exports.charts.canvas import SMALL, Canvas, fits
from exports.charts.numbers import count_and_share, share
from lib.text_widths import text_width

_HEIGHT = 30
_GAP = 2
_SWATCH = 10
_STEP = 1.5 * SMALL


@dataclass(frozen=True)
class Part:
    label: str
    count: int
    tone: str


def stacked(canvas: Canvas, parts: Sequence[Part], *, beneath: bool = True) -> None:
    """The parts on a full track of 100 %, with their shares where they fit in; `beneath`: their
    labels below the bar, where those fit."""
    total = sum(part.count for part in parts)
    top = canvas.y
    if not total:
        canvas.rect(0.5, top, canvas.width - 1, _HEIGHT, "line", edge="control")
    x = 0.0
    for part in parts:
        if not part.count:
            continue
        width = canvas.width * part.count / total
        canvas.rect(x, top, max(width - _GAP, 1), _HEIGHT, part.tone)
        words = share(part.count, total)
        middle = x + (width - _GAP) / 2
        if fits(words, width - _GAP - 4):
            canvas.text(middle, top + 19.5, words, "ground", size=SMALL, bold=True, anchor="middle")
        if beneath and fits(part.label, width - _GAP):
            canvas.text(
                middle, top + _HEIGHT + 14, part.label, "muted", size=SMALL, anchor="middle"
            )
        x += width
    canvas.y += _HEIGHT + (18 if beneath else 4)


def listed(canvas: Canvas, parts: Sequence[Part]) -> None:
    """Each part with its colour, label, count and share, in columns: also what no bar can show."""
    total = sum(part.count for part in parts)
    numbers = [count_and_share(part.count, total) for part in parts]
    labels_end = _SWATCH + 6 + max(text_width(part.label, SMALL, bold=True) for part in parts)
    widest = labels_end + 8 + max(text_width(number, SMALL) for number in numbers)
    rows = -(-len(parts) // max(1, int((canvas.width + 10) / (widest + 10))))
    columns = -(-len(parts) // rows)
    for at, (part, number) in enumerate(zip(parts, numbers, strict=True)):
        x = at % columns * canvas.width / columns
        y = canvas.y + (at // columns + 1) * _STEP
        canvas.rect(x, y - _SWATCH + 0.5, _SWATCH, _SWATCH, part.tone)
        canvas.text(x + _SWATCH + 6, y, part.label, size=SMALL, bold=True)
        canvas.text(x + labels_end + 8, y, number, size=SMALL)
    canvas.y += _STEP * rows + 8
