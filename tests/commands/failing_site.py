"""A site that fails outside of everything that could say so: for test_server_log.py."""

from collections.abc import Iterator
from typing import Any


def app(environ: dict[str, Any], start_response: Any) -> Iterator[bytes]:
    if environ["PATH_INFO"].startswith("/later"):
        start_response("200 OK", [("Content-Type", "text/plain")])
        return _broken_off(environ["PATH_INFO"])
    raise ValueError(environ["PATH_INFO"])


def _broken_off(path: str) -> Iterator[bytes]:
    yield b"x" * 100_000
    raise ValueError(path)
