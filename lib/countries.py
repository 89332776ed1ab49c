"""Countries by their two letters (ISO 3166-1), in the reader's language."""

from babel import Locale

from lib.turkish import sort_key

# Codes that CLDR lists although they are no countries: regions, tests, the unknown.
_NO_COUNTRY = {"EU", "EZ", "UN", "QO", "XA", "XB", "ZZ", "AC", "CP", "DG", "EA", "IC", "TA", "CQ"}


def by_name(locale: str) -> list[tuple[str, str]]:
    """All countries as (code, name), in alphabetical order of the language."""
    named = [
        (code, name)
        for code, name in Locale.parse(locale).territories.items()
        if len(code) == 2 and code.isalpha() and code not in _NO_COUNTRY
    ]
    return sorted(named, key=lambda country: sort_key(country[1]))


def name_of(code: str, locale: str) -> str:
    return str(Locale.parse(locale).territories.get(code, code))
