"""docs/settings.md names every setting that the program reads, and none that it does not."""

import re

from tests.house.source import ROOT, files_of

READ = re.compile(
    r"""(?:environ\.get\(|environ\[|_words\(|_number\(|_switch\()\s*["']([A-Z_]+)["']"""
)
DOCUMENTED = re.compile(r"^\| `([A-Z_]+)` \|", re.MULTILINE)


def test_every_setting_is_documented_and_every_documented_setting_is_read():
    read = {name for path in files_of("settings.py") for name in READ.findall(path.read_text())}
    documented = DOCUMENTED.findall((ROOT / "docs/settings.md").read_text("utf-8"))
    assert len(documented) == len(set(documented))
    assert set(documented) == read


def test_the_environment_is_read_in_one_place():
    elsewhere = [
        path
        for path in files_of(
            "blueprints", "operations", "queries", "letters", "models", "lib", "demo"
        )
        if "os.environ" in path.read_text("utf-8")
    ]
    assert not elsewhere
