"""What `make sbom` writes is CycloneDX 1.5, whole, and the same every time."""

import re
import subprocess
import sys
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version

import pytest

from tests.house.source import ROOT
from tests.house.test_requirements import pinned
from tools import sbom

SERIAL = r"urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
PURL = r"pkg:(pypi/[a-z0-9.-]+|npm/(%40[a-z-]+/)?[a-z0-9-]+)@[0-9][0-9.]*"
LICENCES = {"MIT", "ISC", "Apache-2.0", "OFL-1.1"}
"""Of SPDX's list: those that we know."""


@pytest.fixture(scope="module")
def bill():
    return sbom.bill()


def test_it_has_the_form_of_cyclonedx(bill):
    assert (bill["bomFormat"], bill["specVersion"], bill["version"]) == ("CycloneDX", "1.5", 1)
    assert re.fullmatch(SERIAL, bill["serialNumber"])
    references = ["meydan"]
    for part in bill["components"]:
        assert part["type"] == "library" and part["name"] and part["version"]
        assert re.fullmatch(PURL, part["purl"]), part["purl"]
        assert part["purl"].endswith(f"@{part['version']}")
        references += [part["bom-ref"], *(f["bom-ref"] for f in part.get("components", ()))]
        for licence in part.get("licenses", ()):
            assert licence["license"]["id"] in LICENCES
        for place in part["externalReferences"]:
            assert place["type"] in ("distribution", "vcs")
            assert place["url"].startswith("https://")
    assert len(references) == len(set(references))
    known = {one["ref"] for one in bill["dependencies"]}
    assert known <= set(references)
    assert set(bill["dependencies"][0]["dependsOn"]) == known - {"meydan"}


def test_every_package_that_is_installed_here_is_in_it_with_its_hashes(bill):
    told = {one["name"]: one for one in bill["components"] if "/pypi/" in f"/{one['purl'][4:]}"}
    for name in pinned("requirements.txt"):
        try:
            installed = version(name)
        except PackageNotFoundError:
            assert name not in told  # of another system
            continue
        if name in told:
            assert told[name]["version"] == installed
    assert {"flask", "cryptography", "webauthn", "psycopg-binary"} <= set(told)
    assert "colorama" not in told
    for one in told.values():
        [files] = one["externalReferences"]
        assert files["hashes"]
        assert all(re.fullmatch("[0-9a-f]{64}", h["content"]) for h in files["hashes"])


def test_every_file_of_others_is_in_it_with_its_hash(bill):
    told = {
        file["name"]: file["hashes"][0]["content"]
        for one in bill["components"]
        for file in one.get("components", ())
    }
    apart = {"VERSION", "LICENSE", "README.md"}
    there = [
        path
        for place in ("static/vendor", "static/fonts", "lib/vendor")
        for path in (ROOT / place).rglob("*")
        if path.is_file() and path.suffix != ".gz" and path.name not in apart
    ]
    assert told == {
        str(path.relative_to(ROOT)): sha256(path.read_bytes()).hexdigest() for path in there
    }


def test_the_same_files_give_the_same_bytes():
    command = [sys.executable, "-m", "tools.sbom"]
    first, second = (
        subprocess.run(  # noqa: S603
            command, cwd=ROOT, check=True, capture_output=True, env={"PYTHONHASHSEED": seed}
        ).stdout
        for seed in ("1", "2")
    )
    assert first == second and first.startswith(b"{")
