"""Error pages that say what to do next; problem details (RFC 9457) for programs. No traceback reaches anyone."""

import re
from collections.abc import Sequence
from typing import Any

from flask import Flask, Response, current_app, jsonify, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import (
    BadRequest,
    HTTPException,
    InternalServerError,
    NotFound,
    ServiceUnavailable,
)

from extensions import db
from lib.paging import BadCursor

LONG = 8
"""Words: texts at least this long are given back, since nobody wants to type them twice."""


def init_app(app: Flask) -> None:
    app.register_error_handler(CSRFError, form_expired)
    app.register_error_handler(HTTPException, http_error)
    app.register_error_handler(OperationalError, database_unavailable)
    app.register_error_handler(StaleDataError, gone_meanwhile)
    app.register_error_handler(BadCursor, unknown_page_of_list)


def form_expired(error: CSRFError) -> ResponseReturnValue:
    """The session of the form is gone. Long texts that were typed are given back on the page."""
    return _page(
        error,
        400,
        _("This form has expired"),
        _("Go back, reload the page and send the form again."),
        written=_long_texts(),
    )


def _long_texts() -> list[str]:
    """The long texts typed into a page of ours; texts that another site sent are never shown."""
    if request.headers.get("Sec-Fetch-Site") != "same-origin":
        return []
    sent = request.form.items(multi=True)
    return [text for name, text in sent if len(text.split()) >= LONG and "password" not in name]


def database_unavailable(error: OperationalError) -> ResponseReturnValue:
    current_app.logger.error("database unavailable: %s", type(error.orig).__name__)
    db.session.rollback()
    return http_error(ServiceUnavailable())


def gone_meanwhile(_error: StaleDataError) -> ResponseReturnValue:
    """Answers 404: another request has just removed the row that was to be saved."""
    db.session.rollback()
    return http_error(NotFound())


def unknown_page_of_list(_error: BadCursor) -> ResponseReturnValue:
    return http_error(BadRequest())


def http_error(error: HTTPException) -> ResponseReturnValue:
    if error.code is None or error.code < 400:
        return error  # a redirect that routing raised
    if isinstance(error, InternalServerError):
        db.session.rollback()
    title, advice = _words(error.code)
    return _page(error, error.code, title, advice)


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
    error: HTTPException, status: int, title: str, advice: str, *, written: Sequence[str] = ()
) -> ResponseReturnValue:
    if wants_json():
        # Programs are told in English, whatever language their user reads.
        to_program = request.path.startswith("/api/")
        response = problem_details(
            status, error.name, str(error.description) if to_program else title
        )
    else:
        page = render_template("errors/error.html", title=title, advice=advice, written=written)
        response = Response(page, status)
    for name, value in error.get_headers():
        if re.fullmatch("Allow|Retry-After|WWW-Authenticate", name):
            response.headers[name] = value
    return response


def _words(status: int) -> tuple[str, str]:
    words = {
        400: (_("We could not read this request"), _("Go back and try again.")),
        401: (_("Please sign in"), _("This page is for people who have signed in.")),
        403: (
            _("This page is not for you"),
            _("Your role does not allow it. If it should, ask a central administrator."),
        ),
        404: (
            _("There is nothing here"),
            _(
                "The address may be mistyped, or the page was withdrawn. Look for the event in the list of events."
            ),
        ),
        405: (_("That does not work here"), _("Go back and use the buttons on the page.")),
        410: (
            _("This link is no longer valid"),
            _("Use the link in the newest letter that we sent you."),
        ),
        413: (
            _("That is too large"),
            _("What you sent is larger than we can take. Shorten it and send it again."),
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
