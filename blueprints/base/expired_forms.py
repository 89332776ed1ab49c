"""A form whose cookie or time is gone is shown again, filled in, with a new token.

Its view runs as ever. But the form in it is refused, since its token is checked there once more,
and nothing can be written in this request: a view that would act without a form answers with the
page «This form has expired» instead.

Only for forms sent from our own pages: what another site put into a form is never shown.
"""

from typing import Any

import sqlalchemy as sa
from flask import Flask, Response, flash, g, make_response, request, session
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError

from blueprints.base.errors import form_expired, is_from_our_pages
from extensions import csrf, db
from lib import sqlite

_FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")
_READS = ("SELECT", "SAVEPOINT", "RELEASE", "ROLLBACK")


class Expired:
    """A request without a valid token, as far as it may go."""

    def __init__(self, error: CSRFError) -> None:
        self.error, self._session_before = error, dict(session)
        self._rows, self._guarded = db.session(), [db.session.connection()]
        sa.event.listen(self._rows, "after_begin", self._guard_next)
        for connection in self._guarded:
            sa.event.listen(connection, "before_cursor_execute", self._refuse_writing)
        flash(
            _("This form had expired, so nothing was saved. Check it and send it again."),
            "warning",
        )

    def answer(self, made: Response) -> Response:
        """The view's answer if it is a page with the form; else the page that says it."""
        if made.mimetype == "text/html" and not 300 <= made.status_code < 400:
            return made
        self.forget_messages()
        return make_response(form_expired(self.error))

    def forget_messages(self) -> None:
        """Undo what the view did to the session: no sign-in, no sign-out, no message."""
        session.clear()
        session.update(self._session_before)

    def end(self) -> None:
        sa.event.remove(self._rows, "after_begin", self._guard_next)
        for connection in self._guarded:
            sa.event.remove(connection, "before_cursor_execute", self._refuse_writing)

    def _guard_next(self, _rows: Any, _transaction: Any, connection: sa.Connection) -> None:
        if connection not in self._guarded:
            self._guarded.append(connection)
            sa.event.listen(connection, "before_cursor_execute", self._refuse_writing)

    def _refuse_writing(
        self, _connection: Any, _cursor: Any, statement: str, *_parameters: Any
    ) -> None:
        if not statement.lstrip().upper().startswith(_READS):
            raise self.error


def init_app(app: Flask) -> None:
    app.before_request(check_token)
    app.after_request(_answer)
    app.teardown_request(_end)


def check_token() -> None:
    """Refuse what came without a valid token (CSRFError), or let its form be shown again."""
    try:
        csrf.protect(apply_exemptions=True)
    except CSRFError as error:
        if request.mimetype not in _FORMS or not is_from_our_pages():
            raise
        sqlite.reading_only.set(True)
        g.expired = Expired(error)


def keeps_files() -> bool:
    """Whether files that come with this request are kept."""
    return "expired" not in g


def _answer(made: Response) -> Response:
    return g.expired.answer(made) if "expired" in g else made


def _end(_error: BaseException | None) -> None:
    if expired := g.pop("expired", None):
        expired.end()
