"""What is logged when a request fails: where and what kind of error, never about whom.

Addresses of people's pages are keys to them, so the log names the route instead.
"""

from collections.abc import Callable
from functools import wraps
from types import TracebackType
from typing import Any, TypeAlias

from flask import Flask, current_app, request

from lib import errors

_ExcInfo: TypeAlias = (
    tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]
)


def init_app(app: Flask) -> None:
    app.log_exception = log_without_personal_data  # type: ignore[method-assign]
    for name in ("do_teardown_request", "do_teardown_appcontext"):
        setattr(app, name, _logged_alone(app, getattr(app, name)))


def log_without_personal_data(exc_info: _ExcInfo) -> None:
    error = exc_info[1]
    if error is None:
        return
    route = request.url_rule.rule if request.url_rule else "an unknown address"
    current_app.logger.error("%s %s failed: %s", request.method, route, errors.described(error))


def _logged_alone(app: Flask, tear_down: Callable[..., None]) -> Callable[..., None]:
    """The same without failing: the answer is made by then, and must not be replaced.

    The server would answer 500 to what was saved, and log the address.
    """

    @wraps(tear_down)
    def torn_down(*arguments: Any) -> None:
        try:
            tear_down(*arguments)
        except Exception as error:
            app.logger.error("failed after the answer: %s", errors.described(error))

    return torn_down
