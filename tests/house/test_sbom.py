"""What `make sbom` writes is CycloneDX 1.5, whole, and the same every time."""

import re
import subprocess
import sys
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version

import pytest
from jsonschema import Draft7Validator

from tests.house.source import ROOT
from tests.house.test_requirements import pinned
from tools import sbom

TEXT = {"type": "string", "minLength": 1}


def exactly(needed: str, may: str = "", **parts: object) -> dict[str, object]:
    """An object of these parts, and of no others: CycloneDX knows none."""
    names = [*needed.split(), *may.split()]
    known = {name: parts.get(name.replace("-", "_"), TEXT) for name in names}
    return {
        "type": "object",
        "required": needed.split(),
        "properties": known,
        "additionalProperties": False,
    }


def several(of: dict[str, object], *, at_least: int = 1) -> dict[str, object]:
    return {"type": "array", "items": of, "minItems": at_least, "uniqueItems": True}


def matching(pattern: str) -> dict[str, object]:
    return {"type": "string", "pattern": pattern}


HASHES = several(
    exactly("alg content", alg={"const": "SHA-256"}, content=matching("^[0-9a-f]{64}$"))
)
SPDX = matching(r"^[A-Za-z0-9.+-]+$")
LICENCES = {
    "oneOf": [
        several(
            exactly("license", license={"oneOf": [exactly("id", id=SPDX), exactly("name")]}),
        ),
        {
            **several(exactly("expression", expression=matching(" (AND|OR|WITH) "))),
            "maxItems": 1,  # 1.5: one expression, or any number of licences
        },
    ]
}
FILE = exactly("type bom-ref name hashes", type={"const": "file"}, hashes=HASHES)
PLACE = exactly(
    "type url",
    "hashes",
    type={"enum": ["distribution", "vcs"]},
    url=matching("^https://[^ ]+$"),
    hashes=HASHES,
)
LIBRARY = exactly(
    "type bom-ref name version purl externalReferences",
    "licenses components",
    type={"const": "library"},
    purl=matching(r"^pkg:(pypi/[a-z0-9.-]+|npm/(%40[a-z-]+/)?[a-z0-9-]+)@[0-9][0-9.]*$"),
    licenses=LICENCES,
    externalReferences=several(PLACE),
    components=several(FILE),
)
SITE = exactly("type bom-ref name version", type={"const": "application"})
SERIAL = r"^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$"
FORM = exactly(
    "bomFormat specVersion serialNumber version metadata components dependencies",
    bomFormat={"const": "CycloneDX"},
    specVersion={"const": "1.5"},
    serialNumber=matching(SERIAL),
    version={"type": "integer", "minimum": 1},
    metadata=exactly("component", component=SITE),
    components=several(LIBRARY),
    dependencies=several(exactly("ref", "dependsOn", dependsOn=several(TEXT))),
)
"""CycloneDX 1.5 as far as we use it, and nothing else: a wrong name or place fails."""


@pytest.fixture(scope="module")
def bill():
    return sbom.bill()


def test_it_has_the_form_of_cyclonedx(bill):
    Draft7Validator(FORM).validate(bill)
    references = [bill["metadata"]["component"]["bom-ref"]]
    for part in bill["components"]:
        assert part["purl"].endswith(f"@{part['version']}")
        references += [part["bom-ref"], *(f["bom-ref"] for f in part.get("components", ()))]
    assert len(references) == len(set(references))
    known = [one["ref"] for one in bill["dependencies"]]
    assert known == ["meydan", *(part["bom-ref"] for part in bill["components"])]
    assert bill["dependencies"][0]["dependsOn"] == known[1:]


@pytest.mark.parametrize(
    "spoil",
    [
        lambda bill: bill.update(licenses=[]),
        lambda bill: bill["components"][0].pop("bom-ref"),
        lambda bill: bill["components"][0].update(licenses=[{"license": {"id": "MIT OR ISC"}}]),
        lambda bill: bill["components"][0].update(licenses=[{"expression": "MIT OR ISC"}] * 2),
        lambda bill: bill["components"].append(bill["components"][0]),
    ],
)
def test_what_is_not_of_that_form_is_seen(spoil):
    bill = sbom.bill()
    spoil(bill)
    assert not Draft7Validator(FORM).is_valid(bill)


def test_packages_stand_there_with_the_licence_they_declare(bill):
    """By SPDX, as an expression, or in the words of a classifier."""
    told = {one["name"]: one.get("licenses") for one in bill["components"]}
    assert told["flask"] == [{"license": {"id": "BSD-3-Clause"}}]
    assert told["cryptography"] == [{"expression": "Apache-2.0 OR BSD-3-Clause"}]
    assert told["blinker"] == [{"license": {"name": "MIT License"}}]
    assert [name for name, licences in told.items() if not licences and installed(name)] == []


def installed(name):
    try:
        return version(name)
    except PackageNotFoundError:
        return None


def test_every_package_that_is_installed_here_is_in_it_with_its_hashes(bill):
    told = {one["name"]: one for one in bill["components"] if "/pypi/" in f"/{one['purl'][4:]}"}
    for name in pinned("requirements.txt"):
        if not installed(name):
            assert name not in told  # of another system
        elif name in told:
            assert told[name]["version"] == installed(name)
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
