"""Our JavaScript: all of it is checked, with pinned tools, and says the same words as the server."""

import json
import re

import pytest

from blueprints.check_in.shell import SHARED
from models.scans import Direction, RefusalReason, Verdict
from tests.house.source import ROOT, shown

TOOLS = ROOT / "tools" / "javascript"
SCRIPTS = ROOT / "static" / "js"
OURS = sorted([*SCRIPTS.rglob("*.js"), *SCRIPTS.rglob("*.d.ts")])
SHAPES = (SCRIPTS / "check_in" / "shapes.d.ts").read_text("utf-8")
PACKAGES = json.loads((TOOLS / "package.json").read_text("utf-8"))["devDependencies"]
LOCK = (TOOLS / "package-lock.json").read_text("utf-8")
VENDORED = {
    "idb": "idb",
    "jsqr": "jsqr",
    "noble-ed25519": "@noble/ed25519",
    "noble-hashes": "@noble/hashes",
    "zxing-wasm": "zxing-wasm",
}


def config_of(name):
    return json.loads((TOOLS / f"tsconfig.{name}.json").read_text("utf-8"))


def test_the_types_of_every_script_are_checked_once():
    pages, worker = config_of("pages"), config_of("worker")
    workers = [name for name in worker["files"] if name.endswith(".js")]
    assert "../../static/js/**/*.js" in pages["include"]
    assert sorted(pages["exclude"]) == sorted(workers)
    assert all((TOOLS / name).exists() for name in workers)


def test_no_script_is_exempt_from_a_check():
    exempt = re.compile(r"@ts-(ignore|nocheck|expect-error)|eslint-disable")
    assert [shown(path) for path in OURS if exempt.search(path.read_text("utf-8"))] == []


def test_no_script_says_any_instead_of_a_type():
    in_comments = re.compile(r"/\*\*[^/]*?\{[^}]*\bany\b(?!:)|[:<|] *any\b")
    assert [shown(path) for path in OURS if in_comments.search(path.read_text("utf-8"))] == []


def test_the_tools_are_pinned_by_their_hashes_and_name_no_registry():
    packages = {name: each for name, each in json.loads(LOCK)["packages"].items() if name}
    assert len(packages) >= len(PACKAGES)
    assert [name for name, each in packages.items() if "integrity" not in each] == []
    assert [name for name, each in packages.items() if "resolved" in each] == []
    assert [name for name, version in PACKAGES.items() if not version[0].isdigit()] == []


@pytest.mark.parametrize("folder", sorted(p.name for p in (ROOT / "static/vendor").iterdir()))
def test_what_others_wrote_is_checked_by_the_types_of_its_own_release(folder):
    said = (ROOT / "static" / "vendor" / folder / "VERSION").read_text("utf-8")
    assert re.match(r"\S+ ([\d.]+),", said)[1] == PACKAGES[VENDORED[folder]]


def test_phones_keep_every_script_that_the_scanner_loads():
    scanner = [path.read_text("utf-8") for path in (SCRIPTS / "check_in").glob("*.js")]
    loaded = {name for text in scanner for name in re.findall(r'from "\.\./(\w[\w/.]*)"', text)}
    assert loaded
    assert {f"js/{name}" for name in loaded} <= set(SHARED)


@pytest.mark.parametrize(
    ("name", "kind"),
    [("Direction", Direction), ("VerdictWord", Verdict), ("Reason", RefusalReason)],
)
def test_the_scanner_knows_the_words_of_the_server(name, kind):
    assert words_of(name) == sorted(kind)


def test_the_scanner_knows_the_sentences_of_its_page():
    page = (ROOT / "templates/check_in/scanner/_words.html").read_text("utf-8")
    assert words_of("Sentence") == sorted(re.findall(r'^ +"(\w+)": _\(', page, re.MULTILINE))


def words_of(name):
    return sorted(re.findall(r'"(\w+)"', re.search(rf"export type {name} =([^;]+);", SHAPES)[1]))
