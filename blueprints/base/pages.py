"""What every template is given and which headers every response carries."""

from typing import Any
from urllib.parse import quote

from flask import Flask, Response, current_app, flash, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from blueprints.base import labels, times
from blueprints.base.languages import LANGUAGES, language
from blueprints.base.problem_addresses import problem_address
from lib import countries, emails, markdown, phones, provinces, short_codes
from lib.clock import utc_now
from policy import Permission, may

_CSP = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "worker-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
SECURITY_HEADERS = {
    "Content-Security-Policy": _CSP,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(self), microphone=(), geolocation=()",
}


def with_webassembly(policy: str) -> str:
    """The policy for what runs the scanner's decoder."""
    return policy.replace("script-src 'self'", "script-src 'self' 'wasm-unsafe-eval'")


def init_app(app: Flask) -> None:
    app.after_request(add_headers)
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


def add_headers(response: Response) -> Response:
    """Add the headers of every response; those that a view has set stay as they are.

    Views set the scanner's policy, and how long a picture may be kept.
    """
    headers = response.headers
    if response.location and response.location.startswith(request.host_url):
        # Routing adds a missing slash by a full address; a redirect of ours names no host.
        response.location = f"/{response.location[len(request.host_url) :].lstrip('/')}"
    present = {name.lower() for name in headers.keys()}  # noqa: SIM118 - headers are no dict
    headers.extend(pair for pair in standing_headers() if pair[0].lower() not in present)
    if "cache-control" not in present:
        # The session's cookie itself is written after this.
        kept = not (session.modified or ("etag" not in present and _is_personal()))
        headers["Cache-Control"] = "private, no-cache" if kept else "no-store"
    return response


def _is_personal() -> bool:
    """Whether the answer may hold somebody's data: opened by a personal link, by who has signed
    in, or an answer to what was typed."""
    by_link = "token" in (request.view_args or {})
    return by_link or request.method not in ("GET", "HEAD") or "_user_id" in session


def standing_headers() -> list[tuple[str, str]]:
    """The headers that every response of this site carries."""
    headers = list(SECURITY_HEADERS.items())
    if current_app.config["SETTINGS"].in_production:
        headers.append(("Strict-Transport-Security", "max-age=31536000"))
    return headers


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
