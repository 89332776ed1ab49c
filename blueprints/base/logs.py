"""What is logged when a request fails: where and what kind of error, never about whom.

Addresses of people's pages are keys to them, so the log names the route instead.
"""

from types import TracebackType
from typing import TypeAlias

from flask import Flask, current_app, request

from lib import errors

_ExcInfo: TypeAlias = (
    tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]
)


def init_app(app: Flask) -> None:
    app.log_exception = log_without_personal_data  # type: ignore[method-assign]


def log_without_personal_data(exc_info: _ExcInfo) -> None:
    error = exc_info[1]
    if error is None:
        return
    route = request.url_rule.rule if request.url_rule else "an unknown address"
    current_app.logger.error("%s %s failed: %s", request.method, route, errors.described(error))
