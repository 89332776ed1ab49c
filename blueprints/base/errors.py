"""Error pages that say what to do next; problem details (RFC 9457) for programs. No traceback reaches anyone."""

import re
from datetime import UTC, datetime
from math import ceil
from typing import Any

from flask import (
    Flask,
    Response,
    current_app,
    g,
    jsonify,
    make_response,
    render_template,
    request,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import (
    BadRequest,
    Gone,
    HTTPException,
    InternalServerError,
    NotFound,
    ServiceUnavailable,
)

from blueprints.base import origins
from blueprints.base.limits import seconds_until
from blueprints.base.transactions import roll_back
from extensions import limiter, login
from lib.disks import is_full
from lib.field_keys import Unreadable
from lib.paging import BadCursor
from queries.base.arguments import BadArgument

LONGEST_VALUE = 40
"""Characters of a value in an address that are shown where it cannot be read."""
_SECRET = re.compile("password|csrf_token|^(current|new|seed|credential|recovery_code)$")
LONG = 8
"""Words: texts at least this long are given back, since nobody wants to type them twice."""


def init_app(app: Flask) -> None:
    app.register_error_handler(CSRFError, form_expired)
    app.register_error_handler(origins.FromElsewhere, sent_from_elsewhere)
    app.register_error_handler(HTTPException, http_error)
    app.register_error_handler(OperationalError, database_unavailable)
    app.register_error_handler(InterfaceError, database_unavailable)
    app.register_error_handler(StaleDataError, gone_meanwhile)
    app.register_error_handler(BadCursor, unknown_page_of_list)
    app.register_error_handler(BadArgument, unreadable_argument)
    app.register_error_handler(Unreadable, unreadable_field)


def form_expired(error: CSRFError) -> ResponseReturnValue:
    """The session of the form is gone, and its page could not be shown again.

    The answer holds what was typed: whoever has signed in again sends it from there. Long texts can
    be copied as well.
    """
    roll_back()  # what the view had begun
    typed = typed_fields()
    advice = _("Go back, reload the page and send the form again.")
    if typed:
        advice = _(
            "If you have been signed out, sign in in another tab. Then send it again here: "
            "nothing you typed is lost."
        )
    written = [text for _name, text in typed if len(text.split()) >= LONG]
    return _page(error, 400, _("This form has expired"), advice, written=written, typed=typed)


def sent_from_elsewhere(error: origins.FromElsewhere) -> ResponseReturnValue:
    title = _("This was sent from another site")
    advice = _("Nothing was changed. Open the page on this site and send it from there.")
    return _page(error, 403, title, advice)


def is_from_our_pages() -> bool:
    """Whether the browser says that a page of ours sent this form."""
    fetched_from = request.headers.get("Sec-Fetch-Site")
    if fetched_from is not None:
        return bool(fetched_from == "same-origin")
    return origins.is_ours(request.headers.get("Origin", ""))


def typed_fields() -> list[tuple[str, str]]:
    """The fields of a form of ours but its secrets; what another site sent is never shown."""
    if not is_from_our_pages():
        return []
    sent = request.form.items(multi=True)
    return [(name, text) for name, text in sent if not _SECRET.search(name)]


def database_unavailable(error: OperationalError | InterfaceError) -> ResponseReturnValue:
    current_app.logger.error("database unavailable: %s", type(error.orig).__name__)
    roll_back()
    return _disk_full() if is_full(error) else http_error(ServiceUnavailable())


def _disk_full() -> ResponseReturnValue:
    title, advice = _("Nothing was saved"), _("Our disk is full. Try again later.")
    _ask_nobody()
    return _page(ServiceUnavailable(advice), 503, title, advice)


def nothing_shown() -> ResponseReturnValue:
    """In place of people's data, where it cannot be written down who looks at them."""
    title = _("Nothing is shown")
    advice = _("We could not record that you opened this. Try again in a few minutes.")
    error = ServiceUnavailable("This access could not be recorded, so nothing is shown. Try again.")
    _ask_nobody()
    return _page(error, 503, title, advice)


def _ask_nobody() -> None:
    """Show the page as to somebody who has not signed in: the database may not say who it is."""
    g._login_user = login.anonymous_user()


def gone_meanwhile(_error: StaleDataError) -> ResponseReturnValue:
    """Answers 404: another request has just removed the row that was to be saved."""
    roll_back()
    return http_error(NotFound())


def unknown_page_of_list(_error: BadCursor) -> ResponseReturnValue:
    return http_error(BadRequest())


def unreadable_argument(error: BadArgument) -> ResponseReturnValue:
    """Names the value: without its filter a list or an act would be about others."""
    said = f"{error.name}={error.value[:LONGEST_VALUE]}"
    advice = _(
        "The address contains “%(said)s”, which this page does not know. Nothing was changed. Go "
        "back and choose again.",
        said=said,
    )
    return _page(BadRequest(advice), 400, _words(400)[0], advice)


def unreadable_field(_error: Unreadable) -> ResponseReturnValue:
    """Answers 410: what was asked for was sealed with a key that is not in FIELD_KEYS."""
    roll_back()
    advice = _(
        "It is encrypted, and this site no longer has the key. Ask a central administrator to look "
        "at the setting FIELD_KEYS."
    )
    return _page(Gone(advice), 410, _("This cannot be read"), advice)


def http_error(error: HTTPException) -> ResponseReturnValue:
    if error.code is None or error.code < 400:
        return error  # a redirect that routing raised
    if isinstance(error, InternalServerError):
        roll_back()
        if is_full(error.original_exception):
            return _disk_full()
    if error.code >= 500:
        _ask_nobody()
    if error.code == 429 and (limit := limiter.current_limit):
        return _too_many(error, seconds_until(datetime.fromtimestamp(limit.reset_at, UTC)))
    title, advice = _words(error.code)
    return _page(error, error.code, title, advice)


def _too_many(error: HTTPException, seconds: int) -> ResponseReturnValue:
    """Says how long to wait, and holds what was typed; not where a password would be missing."""
    minutes = ceil(seconds / 60)
    advice = ngettext(
        "Wait %(num)d minute, then try again.", "Wait %(num)d minutes, then try again.", minutes
    )
    typed = [] if any("password" in name for name in request.form) else typed_fields()
    if typed:
        advice += " " + _("If you keep this page open, you can send what you typed from here then.")
    response = make_response(_page(error, 429, _words(429)[0], advice, typed=typed))
    response.headers["Retry-After"] = str(seconds)
    return response


def problem_details(status: int, title: str, detail: str = "", **more: Any) -> Response:
    """An `application/problem+json` response (RFC 9457)."""
    response = jsonify(
        {"type": "about:blank", "title": title, "status": status, "detail": detail, **more}
    )
    response.status_code, response.mimetype = status, "application/problem+json"
    return response


def wants_json() -> bool:
    return request.path.startswith("/api/") or request.is_json


def _page(
    error: HTTPException, status: int, title: str, advice: str, **shown: Any
) -> ResponseReturnValue:
    if wants_json():
        # Programs are told in English, whatever language their user reads.
        to_program = request.path.startswith("/api/")
        response = problem_details(
            status, error.name, str(error.description) if to_program else title
        )
    else:
        page = render_template("errors/error.html", title=title, advice=advice, **shown)
        response = Response(page, status)
    for name, value in error.get_headers():
        if re.fullmatch("Allow|Retry-After|WWW-Authenticate", name):
            response.headers[name] = value
    return response


def _words(status: int) -> tuple[str, str]:
    words = {
        400: (_("We could not read this request"), _("Go back and try again.")),
        401: (_("Sign in"), _("This page is for people who have signed in.")),
        403: (
            _("You do not have access to this page"),
            _(
                "Your user role does not include this page. If you need it, ask a central "
                "administrator."
            ),
        ),
        404: (
            _("Page not found"),
            _(
                "The address may be mistyped, or the page has been withdrawn. Look for the event "
                "in the list of events."
            ),
        ),
        405: (_("This cannot be done here"), _("Go back and use the buttons on the page.")),
        421: (
            _("This is not the address of this site"),
            _("Open it at %(address)s.", address=current_app.config["BASE_URL"]),
        ),
        410: (
            _("This link is no longer valid"),
            _("Use the link in the newest email that we sent you."),
        ),
        413: (
            _("What you sent is too large"),
            _("It is larger than we can receive. Shorten it and send it again."),
        ),
        415: (
            _("We could not read this request"),
            _("It is packed or written in a way that we do not read."),
        ),
        429: (_("Too many attempts"), _("Wait a minute, then try again.")),
        503: (
            _("We are very busy right now"),
            _("Nothing was lost. Wait a few seconds and send it again."),
        ),
    }
    if status in words:
        return words[status]
    if status < 500:
        return words[400]
    return _("Something went wrong on our side"), _(
        "The error has been recorded. Try again in a few minutes."
    )
