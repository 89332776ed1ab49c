"""The zone of the site is a setting, an event's a column: no code and no page has one of its own."""

import re

from tests.house.source import MODULES, PACKAGES, ROOT, files_of, shown

_ZONE = re.compile(
    r"\b(?:Africa|America|Antarctica|Asia|Atlantic|Australia|Europe|Indian|Pacific)/(?:[A-Z]|\b)"
)
_MAY = {"demo", "settings.py"}
"""The demonstration is held somewhere, and the setting has a default."""


def test_no_zone_is_named_in_the_code():
    names = [name for name in (*PACKAGES, *MODULES, "bench") if name not in _MAY]
    others = [*(ROOT / "templates").rglob("*.*"), *(ROOT / "static" / "js").rglob("*.js")]
    read = [*files_of(*names), *(ROOT / "exports").glob("*.typ"), *others]
    assert len(read) > 500
    assert not [shown(path) for path in read if _ZONE.search(path.read_text("utf-8"))]
