"""Which tests belong to the clock: those that read it, by themselves or by what they share.

The rule asks no one to remember a mark. A test whose module says `datetime.now`, `utc_now` or
`over=True`, or imports a module of the tests that does, runs under the shifted clocks of
`.ci/run`, too; `@pytest.mark.clock` adds one that the rule does not see. Which are races stands at
the tests themselves, and tests/house/test_marks.py watches that.
"""

import re
from functools import cache
from importlib.util import find_spec
from pathlib import Path

_READS = re.compile(r"\bdatetime\.now\(|\butc_now\(|\bover=True\b")
_SHARED = re.compile(r"^from (tests\.\S+) import ", re.MULTILINE)
_NOT_MEANT = ("tests.factories", "tests.conftest")
"""Made by everybody: an event ten days from now at ten in the morning leans on no hour."""


@cache
def reads_the_clock(path: Path) -> bool:
    text = path.read_text("utf-8")
    return bool(_READS.search(text)) or any(
        reads_the_clock(_file(name))
        for name in _SHARED.findall(text)
        if not name.startswith(_NOT_MEANT)
    )


def _file(module: str) -> Path:
    spec = find_spec(module)
    assert spec and spec.origin, module
    return Path(spec.origin)
