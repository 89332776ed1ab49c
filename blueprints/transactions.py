"""Pages that only look take no write lock; a request that fails leaves nothing behind."""

from flask import Flask, request

from lib import sqlite

_SAFE = {"GET", "HEAD", "OPTIONS"}


def init_app(app: Flask) -> None:
    @app.before_request
    def choose_transaction() -> None:
        sqlite.reading_only.set(request.method in _SAFE)

    @app.teardown_request
    def forget_choice(_error: BaseException | None) -> None:
        sqlite.reading_only.set(False)
