"""The charts of a road map, by the name in their address."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import date

from flask_babel import gettext as _

from exports.charts.canvas import NARROW
from exports.charts.figure import Chart
from exports.charts.progress import ThemeProgress, progress_chart
from exports.charts.timelines import Span, Timeline, timeline_chart
from queries.road_maps.told import ToldAction


def timeline_of(
    actions: Sequence[ToldAction], today: date, *, id: str = "timeline", width: int = NARROW
) -> Chart | None:
    """None: there is no action yet."""
    spans = [
        Span(
            f"{action.number} {action.title}",
            action.starts_on,
            action.ends_on,
            action.shown_progress,
            action.is_late,
        )
        for action in actions
    ]
    figures = Timeline(title=_("The actions in time"), spans=spans, today=today)
    return timeline_chart(figures, id=id, width=width) if spans else None


def themes_of(actions: Sequence[ToldAction], _today: date, *, width: int = NARROW) -> Chart | None:
    themes = theme_progress(actions)
    return progress_chart(themes, id="themes", width=width) if themes else None


def theme_progress(actions: Sequence[ToldAction]) -> list[ThemeProgress]:
    """In the order of the road map; dropped actions count in no mean."""
    return [_theme(theme, within) for theme, within in by_theme(actions).items()]


def by_theme(actions: Sequence[ToldAction]) -> Mapping[str, Sequence[ToldAction]]:
    found: defaultdict[str, list[ToldAction]] = defaultdict(list)
    for action in actions:
        found[action.theme or _("Without a theme")].append(action)
    return found


def _theme(theme: str, actions: Sequence[ToldAction]) -> ThemeProgress:
    known = [
        action.shown_progress
        for action in actions
        if action.shown_progress is not None and action.status != "dropped"
    ]
    mean = sum(known) / len(known) if known else None
    return ThemeProgress(theme, len(actions), len(known), mean)


CHARTS: Mapping[str, Callable[[Sequence[ToldAction], date], Chart | None]] = {
    "timeline": timeline_of,
    "themes": themes_of,
}
