"""Figures from 0 to 100, each a bar with its number."""

from collections.abc import Sequence
from dataclasses import dataclass

from exports.charts.canvas import TEXT, Canvas
from lib.text_widths import text_width

_HEIGHT = 16


@dataclass(frozen=True)
class Level:
    label: str
    value: float | None
    """None: nobody knows."""
    words: str
    """The value as it is read."""


def draw_levels(canvas: Canvas, levels: Sequence[Level]) -> None:
    room = max((text_width(level.words, TEXT) for level in levels), default=0) + 10
    full = canvas.width - room
    for level in levels:
        canvas.paragraph(level.label, most=2)
        canvas.y += 3
        canvas.rect(0.5, canvas.y + 0.5, full - 1, _HEIGHT - 1, "line", edge="control")
        if level.value is not None:
            part = min(max(level.value, 0), 100) / 100
            canvas.rect(0, canvas.y, max(full * part, 1.5), _HEIGHT, "primary")
        canvas.text(canvas.width, canvas.y + 12.5, level.words, anchor="end")
        canvas.y += _HEIGHT + 8
    canvas.y += 6
