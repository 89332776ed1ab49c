"""Turkish or English: the person's choice (?lang=, kept), else the browser's, else the default."""

from functools import lru_cache

from flask import Flask, current_app, has_request_context, request, session
from flask_babel import Babel, get_locale
from werkzeug.datastructures import LanguageAccept
from werkzeug.http import parse_accept_header

LANGUAGES = ("tr", "en")


def init_app(app: Flask, babel: Babel) -> None:
    babel.init_app(app, locale_selector=chosen_language)

    @app.before_request
    def keep_choice() -> None:
        if (choice := request.args.get("lang")) in LANGUAGES:
            session["lang"] = choice


def chosen_language() -> str:
    if not has_request_context():
        return str(current_app.config["BABEL_DEFAULT_LOCALE"])
    if (asked := request.args.get("lang")) in LANGUAGES:
        return str(asked)
    if (kept := session.get("lang")) in LANGUAGES:
        return str(kept)
    wishes = request.headers.get("Accept-Language", "")
    return best_language(wishes, str(current_app.config["BABEL_DEFAULT_LOCALE"]))


def best_language(wishes: str, default: str) -> str:
    """The language that a browser's Accept-Language header asks for."""
    return _best_language(wishes[:200], default)


@lru_cache(maxsize=1024)
def _best_language(wishes: str, default: str) -> str:
    """As `best_language`, kept, since browsers send the same few dozen headers again and again.

    «tr-TR, en;q=0.8» asks for Turkish first; werkzeug's own matching would give English, since it
    compares whole tags and only `en` is equal to one of ours.
    """
    for wish, quality in parse_accept_header(wishes, LanguageAccept):
        primary = wish.partition("-")[0].lower()
        if quality > 0 and primary in LANGUAGES:
            return primary
    return default


def language_asked_for(argument: str) -> str:
    """The language of a preview within the page (`?preview=en`), else that of the page itself."""
    asked = request.args.get(argument)
    return asked if asked in LANGUAGES else language()


def language() -> str:
    """The language of this page, or of the letter that is being written: `tr` or `en`."""
    return str(get_locale().language)
