"""The site on a real socket of this machine, for real browsers."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread
from typing import TYPE_CHECKING

import pytest
from flask import Flask
from playwright.sync_api import BrowserContext
from werkzeug.serving import make_server

from blueprints.base.sign_in import TOKEN
from models.users import User
from tests import factories

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment


on_both = pytest.mark.parametrize("app", ["sqlite", "postgres"], indirect=True)
"""For a browser test of what the rows come to when several write them at once or late."""


@contextmanager
def serving(app: Flask) -> Iterator[str]:
    """The address of the app, served by threads until the block ends.

    On SQLite a transaction that the test leaves open keeps the server from writing: commit or
    roll back before the browser acts.
    """
    server = make_server("127.0.0.1", 0, _closed_whatever_happens(app), threaded=True)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def _closed_whatever_happens(app: Flask) -> "WSGIApplication":
    """A browser that closes in the middle of a file must not leave it open: Werkzeug's server would."""

    def answer(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterator[bytes]:
        body = app(environ, start_response)
        try:
            yield from body
        finally:
            if hasattr(body, "close"):
                body.close()

    return answer


def sign_in(context: BrowserContext, app: Flask, address: str, someone: User) -> None:
    """Give the browser the session that the sign-in page would give it."""
    signer = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
    session = signer.dumps({TOKEN: factories.signed_in(someone)})
    name = app.config["SESSION_COOKIE_NAME"]
    context.add_cookies([{"name": name, "value": session, "url": address}])
