"""make sbom: what the site is made of, as CycloneDX 1.5. The same files give the same bytes, so two of
them can be compared, and no clock is read.

Python packages are those of requirements.txt for Linux, each with the hashes of the files that pip
accepts, and with the licence that it declares where it is installed; beside them stand the code,
fonts and lists of others that lie in the repository.
"""

import json
import re
import sys
import tomllib
from collections.abc import Iterator
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import Any
from urllib.parse import quote
from uuid import NAMESPACE_URL, uuid5

from packaging.licenses import InvalidLicenseExpression, canonicalize_license_expression
from packaging.requirements import Requirement

ROOT = Path(__file__).parents[1]
_ENTRY = re.compile(
    r"^(?P<pin>[A-Za-z0-9].*?)\s*\\?$(?P<hashes>(?:\n\s+--hash=\S+(?: \\)?)+)", re.M
)
_MACHINE = {
    "python_version": "3.11",
    "python_full_version": "3.11.4",
    "sys_platform": "linux",
    "platform_system": "Linux",
    "platform_machine": "x86_64",
    "platform_python_implementation": "CPython",
    "implementation_name": "cpython",
    "os_name": "posix",
}
"""For which packages are listed, whatever machine lists them."""
_VENDORED = ("static/vendor", "static/fonts", "lib/vendor")
_CLASSIFIER = "License :: "
_VERSION = re.compile(r"^(?P<name>\S+) (?P<version>[0-9][0-9.]*)\b.*, (?P<licence>\S+) licence$")


def bill() -> dict[str, Any]:
    """The whole document."""
    components = sorted([*_packages(), *_vendored()], key=lambda one: str(one["bom-ref"]))
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    site = {"type": "application", "bom-ref": "meydan", "name": project["name"]}
    said = json.dumps(components, sort_keys=True)
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "serialNumber": f"urn:uuid:{uuid5(NAMESPACE_URL, sha256(said.encode()).hexdigest())}",
        "version": 1,
        "metadata": {"component": site | {"version": project["version"]}},
        "components": components,
        "dependencies": [
            {"ref": "meydan", "dependsOn": [one["bom-ref"] for one in components]},
            *({"ref": one["bom-ref"]} for one in components),
        ],
    }


def _packages() -> Iterator[dict[str, Any]]:
    for entry in _ENTRY.finditer((ROOT / "requirements.txt").read_text("utf-8")):
        pin = Requirement(entry["pin"])
        if pin.marker and not pin.marker.evaluate(_MACHINE):
            continue
        [pinned] = pin.specifier
        address = f"pkg:pypi/{pin.name.lower().replace('_', '-')}@{pinned.version}"
        digests = re.findall(r"--hash=sha256:(\w+)", entry["hashes"])
        yield {
            "type": "library",
            "bom-ref": address,
            "name": pin.name,
            "version": pinned.version,
            **_licences_of(pin.name, pinned.version),
            "purl": address,
            # Of each file that pip may choose: they are no hashes of one thing.
            "externalReferences": [
                {
                    "type": "distribution",
                    "url": f"https://pypi.org/project/{pin.name}/{pinned.version}/#files",
                    "hashes": [{"alg": "SHA-256", "content": digest} for digest in digests],
                }
            ],
        }


def _licences_of(name: str, version: str) -> dict[str, Any]:
    """What the installed package declares: by SPDX if it does so, else in its own classifiers' words.
    Nothing where this version is not installed, or declares nothing."""
    try:
        installed = distribution(name)
    except PackageNotFoundError:
        return {}
    if installed.version != version:
        return {}
    said = installed.metadata
    for text in [*said.get_all("License-Expression", []), *said.get_all("License", [])]:
        try:
            licence = str(canonicalize_license_expression(text))
        except InvalidLicenseExpression:
            continue
        return {"licenses": [_by_spdx(licence)]}
    words = [c for c in said.get_all("Classifier", []) if c.startswith(_CLASSIFIER)]
    named = [{"license": {"name": word.rpartition(" :: ")[2]}} for word in sorted(words)]
    return {"licenses": named} if named else {}


def _by_spdx(licence: str) -> dict[str, Any]:
    return {"expression": licence} if " " in licence else {"license": {"id": licence}}


def _vendored() -> Iterator[dict[str, Any]]:
    for version in sorted(path for place in _VENDORED for path in (ROOT / place).rglob("VERSION")):
        line, source, *_rest = version.read_text("utf-8").splitlines()
        told = _VERSION.match(line)
        if not told:
            raise SystemExit(f"{version.relative_to(ROOT)} does not say «name 1.2.3, X licence»")
        address = f"pkg:npm/{quote(told['name'].lower(), safe='/')}@{told['version']}"
        yield {
            "type": "library",
            "bom-ref": address,
            "name": told["name"],
            "version": told["version"],
            "licenses": [{"license": {"id": told["licence"]}}],
            "purl": address,
            "externalReferences": [{"type": "vcs", "url": source}],
            "components": [*_files_in(version.parent)],
        }


def _files_in(folder: Path) -> Iterator[dict[str, Any]]:
    for path in sorted(folder.rglob("*")):
        if (
            path.is_file()
            and path.suffix != ".gz"
            and path.name not in ("VERSION", "LICENSE", "README.md")
        ):
            name = str(path.relative_to(ROOT))
            digest = sha256(path.read_bytes()).hexdigest()
            hashes = [{"alg": "SHA-256", "content": digest}]
            yield {"type": "file", "bom-ref": name, "name": name, "hashes": hashes}


if __name__ == "__main__":
    sys.stdout.write(json.dumps(bill(), indent=2, ensure_ascii=False) + "\n")
