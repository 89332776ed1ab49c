"""Tagged PDFs (PDF/UA-1) made by typst: the words go in as JSON, the layout is a .typ file."""

import json
import re
import subprocess
import sys
import threading
from base64 import b64decode, b64encode
from pathlib import Path
from typing import Any, Literal, cast

import typst

FOLDER = Path(__file__).parent
_PICTURE = "[\U0001f000-\U0001faff\u2600-\u27bf\u2b00-\u2bff][\U0001f000-\U0001faff\u2600-\u27bf\ufe0f\u200d]*"
_PICTURES = re.compile(f'(?<="){_PICTURE} *| *{_PICTURE}')
_local = threading.local()
LONGEST = 30
"""The most seconds that a long list may take."""


def written(template: str, name: str, words: dict[str, Any]) -> bytes:
    """The PDF of `template`, which finds `words` in its `sys.inputs` under `name`."""
    inputs = {name: as_json(words)}
    try:
        return _compiled(template, inputs, "ua-1")
    except typst.TypstError:
        # A name is in a script that no font here has: PDF/UA forbids the placeholder boxes, but the
        # person still needs the paper.
        return _compiled(template, inputs, None)


def written_apart(template: str, name: str, words: dict[str, Any]) -> bytes:
    """The same for many pages, made in a process of its own.

    typst keeps what it has set in memory, some 100 MB for a long list, and a page that takes for
    ever must not hold up those who check in. Raises subprocess.TimeoutExpired after `LONGEST`
    seconds.
    """
    return _apart(words, template, name)


def pictures_apart(template: str, name: str, words: dict[str, Any], *, ppi: int) -> list[bytes]:
    """Each page of `template` as PNG, `ppi` pixels an inch; in a process of its own, as
    `written_apart`."""
    return [b64decode(line) for line in _apart(words, template, name, str(ppi)).splitlines()]


def _apart(words: dict[str, Any], *arguments: str) -> bytes:
    command = [sys.executable, "-m", "exports.typst_pdf", *arguments]
    sent = json.dumps(words, ensure_ascii=False).encode()
    ended = subprocess.run(  # noqa: S603 - our own program, and names of our own templates
        command, input=sent, capture_output=True, check=True, timeout=LONGEST, cwd=FOLDER.parent
    )
    return ended.stdout


def as_json(words: dict[str, Any]) -> str:
    """The words as JSON, without emoji: no font here has them, and a name among boxes cannot be
    read."""
    return _PICTURES.sub("", json.dumps(words, ensure_ascii=False))


def _compiled(template: str, inputs: dict[str, str], standard: Literal["ua-1"] | None) -> bytes:
    compiler = _compiler(template)
    written = compiler.compile(format="pdf", sys_inputs=inputs, pdf_standards=standard)
    return cast(bytes, written)  # a list only where each page is a picture of its own


def _drawn(template: str, name: str, words: dict[str, Any], ppi: int) -> bytes:
    """The pages as PNG, each on a line of its own (base64)."""
    inputs = {name: as_json(words)}
    drawn = _compiler(template).compile(format="png", ppi=ppi, sys_inputs=inputs)
    pages = drawn if isinstance(drawn, list) else [cast(bytes, drawn)]
    return b"\n".join(map(b64encode, pages))


def _compiler(template: str) -> typst.Compiler:
    """This thread's own compiler: one cannot serve two threads, and reading the fonts takes
    time."""
    kept: dict[str, typst.Compiler] = _local.__dict__
    if template not in kept:
        kept[template] = typst.Compiler(
            FOLDER / template, root=FOLDER, font_paths=[FOLDER / "fonts"]
        )
    return kept[template]


def _main(template: str, name: str, ppi: str | None = None) -> None:
    words = json.load(sys.stdin.buffer)
    made = _drawn(template, name, words, int(ppi)) if ppi else written(template, name, words)
    sys.stdout.buffer.write(made)


if __name__ == "__main__":
    _main(*sys.argv[1:])
