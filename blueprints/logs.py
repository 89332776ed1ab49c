"""What is written down when something goes wrong: where and what kind, never about whom.

Addresses of people's pages are keys to them, and messages of exceptions may quote what people
typed. So the log names the route instead of the address, and the place in the code instead of the
message.
"""

from traceback import extract_tb
from types import TracebackType
from typing import TypeAlias

from flask import Flask, current_app, request

_ExcInfo: TypeAlias = (
    tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]
)


def init_app(app: Flask) -> None:
    app.log_exception = log_without_personal_data  # type: ignore[method-assign]


def log_without_personal_data(exc_info: _ExcInfo) -> None:
    kind, error, traceback = exc_info
    if kind is None or error is None:
        return
    route = request.url_rule.rule if request.url_rule else "an unknown address"
    places = "\n".join(
        f"  {frame.filename}:{frame.lineno} in {frame.name}" for frame in extract_tb(traceback)
    )
    causes = " ← ".join(type(cause).__name__ for cause in _chain(error))
    current_app.logger.error("%s %s failed: %s\n%s", request.method, route, causes, places)


def _chain(error: BaseException) -> list[BaseException]:
    """The error and what it was raised from, the latest first."""
    chain = [error]
    while (cause := chain[-1].__cause__ or chain[-1].__context__) and len(chain) < 10:
        chain.append(cause)
    return chain
