"""The log as one JSON object a line, for programs that collect logs. It tells of nobody: the names of
routes in place of addresses, and kinds of errors in place of their messages."""

import json
import logging
import sys
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any

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
        return _line(at, record.levelname.lower(), message=said)


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
    """One line for an answer. Past logging, whose ways would cost as much as a kept page."""
    level = "error" if status >= 500 else "info"
    told = {"route": route, "method": method, "status": status, "ms": round(seconds * 1000, 1)}
    sys.stderr.write(_line(utc_now(), level, **told) + "\n")


def _line(at: datetime, level: str, **told: Any) -> str:
    head: dict[str, Any] = {"at": at.isoformat(timespec="milliseconds"), "level": level}
    if number := request_number.get():
        head["request"] = number
    return json.dumps(head | told, ensure_ascii=False)
