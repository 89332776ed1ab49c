"""The log as one JSON object a line, for programs that collect logs. It tells of nobody: the names of
routes in place of addresses, and kinds of errors in place of their messages."""

import json
import logging
import sys
from contextvars import ContextVar
from datetime import UTC, datetime

from lib import errors
from lib.clock import utc_now

request_number: ContextVar[str] = ContextVar("request_number", default="")
"""The number of the request that is answered in this thread; "": none."""


class JsonLines(logging.Formatter):
    """Writes what is logged, with the number of its request."""

    def format(self, record: logging.LogRecord) -> str:
        said = record.getMessage()
        if record.exc_info and (error := record.exc_info[1]):
            said = f"{said}: {errors.described(error)}"
        at = datetime.fromtimestamp(record.created, UTC)
        told = {"at": at.isoformat(timespec="milliseconds"), "level": record.levelname.lower()}
        if number := request_number.get():
            told["request"] = number
        return json.dumps(told | {"message": said}, ensure_ascii=False)


class _ToStandardError(logging.Handler):
    """Like logging's own, but it finds the stream anew each time: tests replace it."""

    def emit(self, record: logging.LogRecord) -> None:
        sys.stderr.write(self.format(record) + "\n")


def begin() -> None:
    """Let everything that is logged in this process be lines of JSON."""
    root = logging.getLogger()
    if not any(isinstance(handler, _ToStandardError) for handler in root.handlers):
        handler = _ToStandardError()
        handler.setFormatter(JsonLines())
        root.addHandler(handler)


def note_request(*, route: str, method: str, status: int, seconds: float) -> None:
    """One line for an answer; route and method need no escape in JSON.

    Past logging and json, whose ways would cost as much as a kept page.
    """
    at, level = utc_now().isoformat(timespec="milliseconds"), "error" if status >= 500 else "info"
    sys.stderr.write(
        f'{{"at": "{at}", "level": "{level}", "request": "{request_number.get()}", '
        f'"route": "{route}", "method": "{method}", "status": {status}, '
        f'"ms": {seconds * 1000:.1f}}}\n'
    )
