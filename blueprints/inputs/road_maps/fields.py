"""Fields of road maps: figures as people write them, and links to evidence."""

import re
from typing import Any

from flask_babel import gettext as _
from wtforms import StringField, TextAreaField

from blueprints.base.languages import language
from lib.text import clean_line
from lib.web_addresses import host_of, is_web_address

MOST_EVIDENCE = 20
LARGEST = 1e15
_FIGURE = re.compile(r"[+-]?[0-9]{1,16}(\.[0-9]{1,6})?")
_GROUPED = {
    "tr": re.compile(r"[+-]?[0-9]{1,3}(\.[0-9]{3})+(,[0-9]+)?"),
    "en": re.compile(r"[+-]?[0-9]{1,3}(,[0-9]{3})+(\.[0-9]+)?"),
}


class FigureField(StringField):  # type: ignore[misc]
    """A number, also with decimals: «1.234,5» in Turkish, «1,234.5» in English. `data` is a float,
    or the typed text if it is no number."""

    data: Any

    def _value(self) -> str:
        if isinstance(self.data, float | int):
            plain = f"{self.data:.6f}".rstrip("0").rstrip(".")
            return plain.replace(".", ",") if language() == "tr" else plain
        return self.data or ""

    def process_formdata(self, valuelist: list[str]) -> None:
        typed = valuelist[0].strip()[:60] if valuelist else ""
        self.data = typed or None
        if typed:
            plain = _plain(typed.replace(" ", "").replace("\u00a0", "").replace("−", "-"))
            if not _FIGURE.fullmatch(plain) or abs(float(plain)) > LARGEST:
                raise ValueError(_("Enter a number, for example %(number)s.", number=_example()))
            self.data = float(plain)


class EvidenceField(TextAreaField):  # type: ignore[misc]
    """Links, one a line, each with its title before it. `data` is a list of `{title, url}`."""

    data: Any

    def _value(self) -> str:
        if isinstance(self.data, str):
            return self.data
        return "\n".join(f"{each['title']} {each['url']}" for each in self.data or ())

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = typed = valuelist[0].strip() if valuelist else ""
        lines = [line for line in map(clean_line, typed.splitlines()) if line]
        if len(lines) > MOST_EVIDENCE:
            raise ValueError(_("Give at most %(num)d links.", num=MOST_EVIDENCE))
        self.data = [self._linked(line, typed) for line in lines]

    def _linked(self, line: str, typed: str) -> dict[str, str]:
        title, _space, address = line.rpartition(" ")
        if not is_web_address(address):
            self.data = typed
            raise ValueError(
                _(
                    "Each line ends with an address that begins with https:// or http://. "
                    "Check this line: %(line)s",
                    line=line[:60],
                )
            )
        return {"title": title[:200] or host_of(address), "url": address}


def _plain(typed: str) -> str:
    """The number as programs write it."""
    point, comma = (".", ",") if language() == "en" else (",", ".")
    if _GROUPED[language()].fullmatch(typed):
        typed = typed.replace(comma, "")
    return typed.replace(point, ".") if point == "," else typed


def _example() -> str:
    return "1234.5" if language() == "en" else "1234,5"
