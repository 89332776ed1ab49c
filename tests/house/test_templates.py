"""Templates: nothing inline, no macro that nobody calls, no file that nobody renders."""

import re

import pytest

from tests.house.source import ROOT

FOLDER = ROOT / "templates"
TEMPLATES = sorted(path for path in FOLDER.rglob("*.*") if path.is_file())
PAGES = [
    path
    for path in TEMPLATES
    if path.suffix == ".html" and not path.is_relative_to(FOLDER / "letters")
]
INLINE = re.compile(r"<style|\sstyle\s*=|\son[a-z]+\s*=\s*[\"']|javascript:", re.IGNORECASE)
SCRIPT = re.compile(r"<script\b[^>]*>", re.IGNORECASE)


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_page_has_inline_scripts_or_styles(path):
    text = path.read_text("utf-8")
    assert not INLINE.search(text)
    for tag in SCRIPT.findall(text):
        assert "src=" in tag or 'type="application/' in tag, tag


def everything_that_may_name_a_template() -> str:
    sources = [path.read_text("utf-8") for path in TEMPLATES]
    folders = ("blueprints", "letters", "exports", "commands", "operations")
    sources += [p.read_text("utf-8") for name in folders for p in (ROOT / name).rglob("*.py")]
    return "\n".join(sources)


def test_no_macro_is_unused():
    text = everything_that_may_name_a_template()
    unused = []
    for path in TEMPLATES:
        for name in re.findall(r"{%-?\s*macro\s+(\w+)", path.read_text("utf-8")):
            calls = len(re.findall(rf"\b{name}\s*\(", text))
            definitions = len(re.findall(rf"macro\s+{name}\s*\(", text))
            if calls <= definitions:
                unused.append(f"{path.relative_to(ROOT)}: {name}")
    assert not unused


def test_no_page_template_is_unused():
    text = everything_that_may_name_a_template()
    names = [str(path.relative_to(FOLDER)) for path in PAGES]
    assert not [name for name in names if name not in text]
