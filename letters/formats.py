"""The two formats of a letter. Each template is read twice: for plain text and for HTML.

A letter's `body.jinja` says what it says once, in blocks that are macros of `part` (a paragraph, a
button, facts). Here `part` gets its meaning: `_parts.txt` in the one format, `_parts.html` in the
other; `common` holds what several letters say in the same words. The templates know nothing of the
site's pages, nor of the request in which a letter is written.
"""

from functools import cache
from pathlib import Path

from flask_babel import get_translations
from jinja2 import Environment, FileSystemLoader

from lib import emails, phones

_TEMPLATES = Path(__file__).parents[1] / "templates"


@cache
def plain_text() -> Environment:
    return _environment("txt", escaping=False)


@cache
def html() -> Environment:
    return _environment("html", escaping=True)


def _environment(suffix: str, *, escaping: bool) -> Environment:
    made = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=escaping,  # noqa: S701 - plain text has nothing to escape
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        extensions=["jinja2.ext.i18n"],
    )
    made.install_gettext_callables(  # type: ignore[attr-defined]  # the extension's
        gettext=lambda text: get_translations().ugettext(text),
        ngettext=lambda one, many, count: get_translations().ungettext(one, many, count),
        newstyle=True,
    )
    made.filters.update(mailto=emails.mailto, phone=phones.readable)
    made.globals["frame"] = f"letters/_frame.{suffix}"
    made.globals["part"] = made.get_template(f"letters/_parts.{suffix}").module
    made.globals["common"] = made.get_template("letters/_common.jinja").module
    return made
