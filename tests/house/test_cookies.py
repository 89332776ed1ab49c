"""Cookies are given in one place, which binds them to the host."""

from tests.house.source import ROOT


def test_no_view_gives_a_cookie_by_itself():
    givers = [
        str(path.relative_to(ROOT))
        for path in (ROOT / "blueprints").rglob("*.py")
        if "set_cookie(" in path.read_text() and path.name != "cookies.py"
    ]
    assert givers == []
