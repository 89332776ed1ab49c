"""What an installation brings along stays small, and its pins name no address."""

import re

import pytest

from tests.house.source import ROOT

PINNED = re.compile(r"^([A-Za-z0-9._-]+)==", re.MULTILINE)

TOO_HEAVY = {
    "highspy": "81 MB with numpy; highsbox has the same solver",
    "numpy": "73 MB",
    "phonenumbers": "48 MB; phonenumberslite has the same rules in 6",
    "setuptools": "needed to build packages, never to run them",
}


def pinned(name: str) -> list[str]:
    return PINNED.findall((ROOT / name).read_text("utf-8"))


def test_the_site_runs_without_what_a_lighter_package_does_as_well():
    installed = pinned("requirements.txt")
    assert "flask" in installed
    assert {name: why for name, why in TOO_HEAVY.items() if name in installed} == {}


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_every_pin_has_hashes_and_names_no_address(name):
    text = (ROOT / name).read_text("utf-8")
    lines = [line for line in text.splitlines() if line and not line.startswith(" ")]
    assert len(lines) == len(pinned(name)) > 0
    assert all(
        "--hash=sha256:" in entry for entry in re.split(r"^(?=\S)", text, flags=re.MULTILINE)[1:]
    )
    assert "://" not in text
