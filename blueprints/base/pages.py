"""What every template is given, and redirects that say what was done."""

from typing import Any
from urllib.parse import quote

from flask import Flask, current_app, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from blueprints.base import labels, times
from blueprints.base.languages import LANGUAGES, language
from blueprints.base.problem_addresses import problem_address
from lib import countries, emails, markdown, phones, provinces, short_codes
from lib.clock import utc_now
from policy import Permission, may


def init_app(app: Flask) -> None:
    app.jinja_env.globals.update(
        asset=asset,
        language=language,
        languages=LANGUAGES,
        Permission=Permission,
        may=may,
        now=utc_now,
        province_name=provinces.PROVINCES.get,
        country_name=country_name,
        label=labels.label,
        language_address=language_address,
        address_with=address_with,
        aria_of=aria_of,
        problem_address=problem_address,
        current_user=current_user,
    )
    app.jinja_env.filters.update(
        markdown=markdown.to_html,
        short_code=short_codes.printed,
        phone=phones.readable,
        mailto=emails.mailto,
        province_named=provinces.PROVINCES.get,
    )
    times.init_app(app)


def redirect_with(message: str, address: str) -> ResponseReturnValue:
    """Redirect to the address and show there what was done."""
    flash(message, "success")
    return redirect(address, 303)


def refuse_with(message: str, address: str) -> ResponseReturnValue:
    """Redirect to the address and show there why it was not done."""
    flash(message, "danger")
    return redirect(address, 303)


def asset(path: str) -> str:
    """The address of a static file; browsers may keep it for ever (see static_files)."""
    return url_for("static", filename=f"{current_app.config['STATIC_MARK']}/{path}")


def country_name(code: str) -> str:
    """«Avusturya» / «Austria» for AT; an unknown code is given back as it is."""
    return countries.name_of(code, language())


def language_address(code: str) -> str:
    """The address of this page in another language."""
    return address_with(lang=code)


def address_with(**arguments: str | None) -> str:
    """The address of this page with some query arguments changed, or removed (None)."""
    kept = [
        (name, value)
        for name, values in request.args.lists()
        if name not in arguments
        for value in values
    ]
    changed = [(name, value) for name, value in arguments.items() if value is not None]
    address = url_for(request.endpoint or "public.home.show", **(request.view_args or {}))
    query = "&".join(f"{_quoted(name)}={_quoted(value)}" for name, value in kept + changed)
    return f"{address}?{query}" if query else address


def _quoted(text: str) -> str:
    return quote(text, safe="", errors="ignore")


def aria_of(field: Any) -> dict[str, str]:
    """Attributes that tie a control to its hint and its error, for the field macro.

    `required` is left to the server: a browser's own bubbles are not in the person's language and
    vanish before they are read.
    """
    described = [
        f"{field.id}-{part}"
        for part, shown in (("hint", field.description), ("error", field.errors))
        if shown
    ]
    # No maxlength either: browsers cut a pasted text silently; the server says that it is too long.
    attributes: dict[str, Any] = {"required": False, "maxlength": False}
    if described:
        attributes["aria_describedby"] = " ".join(described)
    if field.errors:
        attributes["aria_invalid"] = "true"
    if field.flags.required and field.type != "BooleanField":
        attributes["aria_required"] = "true"
    return attributes
