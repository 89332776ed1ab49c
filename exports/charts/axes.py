"""A scale from left to right, and what is marked on it."""

from collections.abc import Iterable
from dataclasses import dataclass

from exports.charts.canvas import SMALL, Canvas
from exports.charts.figure import Estimate
from exports.charts.numbers import decimal
from lib.text_widths import lines_within, text_width

_MARGIN = 8
"""A mark at an end needs room on both sides of it."""


@dataclass(frozen=True)
class Ends:
    """The labels of a scale's lowest and highest point; empty where it has none."""

    low: str = ""
    high: str = ""


NO_ENDS = Ends()


@dataclass(frozen=True)
class Axis:
    canvas: Canvas
    least: int
    most: int
    right: float
    """Where it ends; numbers may stand to the right of it."""
    step: int = 1

    @property
    def ticks(self) -> range:
        return range(self.least, self.most + 1, self.step)

    def x(self, value: float) -> float:
        """The place of a value; what lies outside, as an interval can, is at the nearer end."""
        inside = min(max(value, self.least), self.most)
        reach = self.right - 2 * _MARGIN
        return _MARGIN + reach * (inside - self.least) / ((self.most - self.least) or 1)

    def track(self, y: float) -> None:
        """The scale's line in one row, with a small tick at each point."""
        self.canvas.scale([self.x(tick) for tick in self.ticks], y, "control")

    def estimate(self, y: float, estimate: Estimate, tone: str, *, hollow: bool = False) -> None:
        if estimate.interval:
            low, high = estimate.interval
            self.canvas.line(self.x(low), y, self.x(high), y, tone, thick=3)
            for end in (low, high):
                if self.least <= end <= self.most:  # else it goes on beyond the scale
                    self.canvas.line(self.x(end), y - 5, self.x(end), y + 5, tone, thick=2)
        self.canvas.dot(self.x(estimate.value), y, tone, hollow=hollow)

    def words(self, ends: Ends) -> None:
        """The points' numbers, and below them the labels of both ends; then `y` is below them."""
        for tick in self.ticks:
            self._number(tick)
        self.canvas.y += SMALL + 4
        room = self.right / 2 - 4
        lows, highs = (lines_within(label, room, SMALL, most=3) for label in (ends.low, ends.high))
        self._lines(lows, 0, "start")
        self._lines(highs, self.right, "end")
        self.canvas.y += 1.25 * SMALL * max(len(lows), len(highs))

    def _number(self, tick: int) -> None:
        """Below its tick; a wide one at an end begins or ends where the picture does."""
        words, x, anchor = decimal(tick, 0), self.x(tick), "middle"
        if text_width(words, SMALL) > 2 * _MARGIN and tick == self.least:
            x, anchor = 0, "start"
        elif text_width(words, SMALL) > 2 * _MARGIN and tick == self.most:
            x, anchor = self.right, "end"
        self.canvas.text(x, self.canvas.y + SMALL, words, "muted", size=SMALL, anchor=anchor)

    def _lines(self, lines: Iterable[str], x: float, anchor: str) -> None:
        for number, line in enumerate(lines, start=1):
            y = self.canvas.y + 1.25 * SMALL * number - 3
            self.canvas.text(x, y, line, "muted", size=SMALL, anchor=anchor)
