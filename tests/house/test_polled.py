"""What open pages ask for by themselves is no use of a sign-in: each such view is marked."""

import re

from tests.house.source import ROOT

TEMPLATES, SCRIPTS = ROOT / "templates", ROOT / "static" / "js"
_ASKED = re.compile(
    r"""(?:refreshed\(part, |data-(?:refresh|live)="{{ )url_for\(['"]([\w.]+)['"]"""
)
# Pages that a browser without scripts loads again and again.
LOADED_AGAIN = {
    "check_in/live/show.html": "check_in.live.show",
    "organizer/check_in/attendance/show.html": "organizer.attendance.show",
    "organizer/workshops/show.html": "organizer.moderation.show",
    "public/workshops/screen.html": "public.workshop_screens.show",
}
# Scripts with a clock and a request, and what asks there.
WITH_A_CLOCK = {
    "refreshed.js": "the addresses in data-refresh",
    "workshops/moderator.js": "the address in data-live",
    "workshops/phone.js": "a page for all",
    "workshops/screen.js": "a page for all",
    "workshops/queue.js": "a page for all",
    "check_in/service_worker.js": "phones have tokens of their own",
    "suggestions.js": "somebody types",
    "board.js": "somebody has just acted",
}


def polled_addresses():
    """Endpoints that pages name for their scripts; one that begins with a dot is of the page's own
    folder."""
    for path in sorted(TEMPLATES.rglob("*.html")):
        for endpoint in _ASKED.findall(path.read_text("utf-8")):
            audience = path.relative_to(TEMPLATES).parts[0]
            own = f"{audience}.{path.parent.name}{endpoint}"
            yield own if endpoint.startswith(".") else endpoint


def is_no_use(app, endpoint):
    view = app.view_functions[endpoint]
    return getattr(view, "is_polled", False) or view.access == "all"


def test_whatever_pages_ask_for_by_themselves_is_marked(sqlite_app):
    asked = list(polled_addresses())
    assert len(asked) >= 6
    assert [endpoint for endpoint in asked if not is_no_use(sqlite_app, endpoint)] == []


def test_pages_that_load_themselves_again_are_marked(sqlite_app):
    found = {
        str(path.relative_to(TEMPLATES))
        for path in TEMPLATES.rglob("*.html")
        if 'http-equiv="refresh"' in path.read_text("utf-8")
    }
    assert found == LOADED_AGAIN.keys()
    unmarked = [
        endpoint for endpoint in LOADED_AGAIN.values() if not is_no_use(sqlite_app, endpoint)
    ]
    assert unmarked == []


def test_every_script_that_asks_by_a_clock_is_known():
    found = {
        path.relative_to(SCRIPTS).as_posix()
        for path in SCRIPTS.rglob("*.js")
        if re.search(r"setTimeout|setInterval", text := path.read_text("utf-8"))
        and re.search(r"\bfetch\(", text)
    }
    assert found == WITH_A_CLOCK.keys()
