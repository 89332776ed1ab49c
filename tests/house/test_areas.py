"""An area is a folder of the same name in every layer that needs it; docs/architecture.md says where."""

import re
import tomllib

import pytest

from tests.house.source import ROOT

LAYERS = {
    "operations": "operations",
    "queries": "queries",
    "inputs": "blueprints/inputs",
    "shared": "blueprints/shared",
    "organizer": "blueprints/organizer",
    "public": "blueprints/public",
    "api": "blueprints/api",
}
ARCHITECTURE = ROOT / "docs/architecture.md"


def areas_of(layer: str) -> set[str]:
    return {path.parent.name for path in (ROOT / LAYERS[layer]).glob("*/__init__.py")}


def areas_described() -> list[str]:
    described = ARCHITECTURE.read_text("utf-8").partition("| area | is about |")[2]
    return re.findall(r"^\| (\w+) \|", described.partition("\n\n")[0], re.MULTILINE)


def table() -> str:
    rows = [["area", *LAYERS], ["---"] * (len(LAYERS) + 1)]
    for area in areas_described():
        rows.append([area, *("✓" if area in areas_of(layer) else "" for layer in LAYERS)])
    return "\n".join("| " + " | ".join(row) + " |" for row in rows)


def test_the_table_of_areas_and_layers_is_true():
    assert table() in ARCHITECTURE.read_text("utf-8"), f"write this there:\n{table()}"


@pytest.mark.parametrize("layer", LAYERS)
def test_every_area_has_a_name_that_is_described(layer):
    assert areas_of(layer) <= set(areas_described())


@pytest.mark.parametrize("layer", LAYERS)
def test_no_module_lies_outside_of_an_area(layer):
    loose = {p.name for p in (ROOT / LAYERS[layer]).glob("*.py")} - {"__init__.py"}
    assert not loose


@pytest.mark.parametrize("layer", LAYERS)
def test_tests_lie_in_the_areas_of_what_they_test(layer):
    tests = {path.parent.name for path in (ROOT / "tests" / LAYERS[layer]).glob("*/test_*.py")}
    assert tests <= areas_of(layer)


@pytest.mark.parametrize("audience", ["organizer", "public"])
def test_pages_lie_in_areas_of_their_audience(audience):
    folder = ROOT / "templates" / audience
    assert not list(folder.glob("*.html"))
    assert {path.name for path in folder.iterdir()} <= areas_of(audience)


@pytest.mark.parametrize("layer", LAYERS)
def test_the_order_of_the_areas_is_held_by_the_linter(layer):
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    package = LAYERS[layer].replace("/", ".")
    (contract,) = [
        each
        for each in settings["tool"]["importlinter"]["contracts"]
        if each.get("containers") == [package]
    ]
    assert contract["exhaustive"]
    assert set(contract["layers"]) == areas_of(layer)
