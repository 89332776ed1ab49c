"""Each kind of link has a salt of its own, so that none opens what another is for."""

import re
from itertools import permutations

import pytest

from lib.signed_links import BadLink, LinkSigner
from tests.house.source import ROOT

SIGNED = re.compile(r'links\.sign\(\s*"([a-z]+)"')
READ = re.compile(r'(?:links\.read|signed_numbers_or_404)\(\s*"([a-z]+)"')
FOLDERS = ("blueprints", "letters", "operations", "queries", "exports", "commands")


def purposes(pattern):
    """Every purpose, with the modules that name it."""
    found: dict[str, set[str]] = {}
    for folder in FOLDERS:
        for path in (ROOT / folder).rglob("*.py"):
            for purpose in pattern.findall(path.read_text()):
                found.setdefault(purpose, set()).add(path.name)
    return found


def test_each_purpose_is_signed_in_one_module_and_read_somewhere():
    signed = purposes(SIGNED)
    assert len(signed) >= 7
    assert {purpose: where for purpose, where in signed.items() if len(where) > 1} == {}
    assert signed.keys() == purposes(READ).keys()


def test_a_link_opens_nothing_of_another_purpose():
    signer = LinkSigner(["a secret of 32 characters or more"])
    for mine, other in permutations(purposes(SIGNED), 2):
        token = signer.sign(mine, 1, 2)
        assert signer.read(mine, token, count=2) == [1, 2]
        with pytest.raises(BadLink):
            signer.read(other, token, count=2)


def test_no_link_depends_on_a_clock():
    """A signature that holds a time fails where the clock steps back: rows say until when."""
    timeless = "blueprints/base/sign_in.py"  # whose serializer asks for no time
    timed = [
        str(path.relative_to(ROOT))
        for folder in (*FOLDERS, "lib")
        for path in (ROOT / folder).rglob("*.py")
        if re.search(r"TimestampSigner|TimedSerializer", path.read_text())
        and str(path.relative_to(ROOT)) != timeless
    ]
    assert timed == []
