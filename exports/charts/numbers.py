"""Numbers as the reader's language writes them."""

from functools import lru_cache

from babel.numbers import format_decimal, format_percent
from flask_babel import get_locale
from flask_babel import gettext as _

MINUS = "\u2212"


def decimal(value: float, places: int = 2) -> str:
    """«3,67» in Turkish, «3.67» in English; a value that rounds to nought has no sign."""
    return _decimal(round(value, places) + 0.0, places, _language())


def signed(value: float, places: int = 2) -> str:
    """The same with a plus before what is more than nought: for differences."""
    written = decimal(value, places)
    return f"+{written}" if round(value, places) > 0 else written


def whole(count: int) -> str:
    return _decimal(count, 0, _language())


def share(count: int, total: int) -> str:
    """«%42» in Turkish, «42%» in English; of none «–»."""
    return _share(count / total, _language()) if total else "–"


def count_and_share(count: int, total: int) -> str:
    return f"{whole(count)} ({share(count, total)})" if total else whole(count)


def between(interval: tuple[float, float] | None, places: int = 2) -> str:
    """«3,41–3,93»; with dots where a minus would stand beside the dash; «–» where there is none."""
    if interval is None:
        return "–"
    low, high = (decimal(end, places) for end in interval)
    return f"{low} … {high}" if MINUS in low + high else f"{low}–{high}"


def said_between(interval: tuple[float, float], places: int = 2) -> str:
    low, high = (decimal(end, places) for end in interval)
    words: str = _(
        "%(level)s confidence interval: %(low)s to %(high)s", level=_level(), low=low, high=high
    )
    return words


def interval_heading() -> str:
    words: str = _("%(level)s interval", level=_level())
    return words


def _level() -> str:
    return share(95, 100)


def _language() -> str:
    return str(get_locale() or "en")


# A page of many charts writes the same few numbers over and over.
@lru_cache(maxsize=4096)
def _decimal(value: float, places: int, language: str) -> str:
    pattern = f"#,##0.{'0' * places}".rstrip(".")
    return str(format_decimal(value, pattern, locale=language)).replace("-", MINUS)


@lru_cache(maxsize=4096)
def _share(part: float, language: str) -> str:
    return str(format_percent(part, locale=language))
