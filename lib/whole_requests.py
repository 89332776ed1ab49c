"""gunicorn's processes with waitress's way to read: a thread gets a request once all of it is here.

gunicorn's own threads read from the client themselves, so that as many slow or silent clients as
there are threads keep everybody else waiting. waitress reads from all connections in one loop and
writes answers from it, but runs in one process; gunicorn starts, watches and stops several.
"""

import logging
import os
from time import monotonic
from typing import Any

from gunicorn.workers.base import Worker
from waitress import wasyncore
from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser, ParsingError, TransferEncodingNotImplemented
from waitress.server import create_server
from waitress.task import ErrorTask, WSGITask

from lib import errors

CONNECTIONS = 1000
"""Of one process. More wait in the system's queue."""
LARGEST_BODY = 40 * 1024 * 1024
"""In bytes, above all that the site itself allows: what is more is not kept until it asks."""
LARGEST_HEAD = 16 * 1024
_LOOK = 0.5  # seconds between two looks at whether we shall stop


class _Task(WSGITask):  # type: ignore[misc]
    """waitress closes the connection after every answer without a body, which screens get all day."""

    def set_close_on_finish(self) -> None:
        asked = self.request.headers.get("CONNECTION", "").lower() == "close"
        if self.has_body or asked or self.version == "1.0":
            super().set_close_on_finish()


class _Parser(HTTPRequestParser):  # type: ignore[misc]
    """waitress drops the connection on numbers and addresses that Python cannot read, and tells
    who waits to be told to go on to send what is refused already."""

    def parse_header(self, header_plus: bytes) -> None:
        try:
            super().parse_header(header_plus)
        except (ValueError, TransferEncodingNotImplemented) as error:
            raise ParsingError(str(error)) from None

    def received(self, data: bytes) -> int:
        consumed = int(super().received(data))
        if self.error is not None:
            self.expect_continue = False
        return consumed


class _Refusal(ErrorTask):  # type: ignore[misc]
    """The server's own answer to what is no request, with the site's headers, naming no program."""

    def execute(self) -> None:
        error = self.request.error
        body = f"{error.code} {error.reason}\n".encode()
        self.status = f"{error.code} {error.reason}"
        told = [("Content-Type", "text/plain; charset=utf-8"), ("Cache-Control", "no-store")]
        self.response_headers = [*told, *self.channel.server.standing_headers]
        self.set_close_on_finish()
        self.content_length = len(body)
        self.write(body)


class _Channel(HTTPChannel):  # type: ignore[misc]
    parser_class, task_class, error_task_class = _Parser, _Task, _Refusal


class WholeRequests(Worker):  # type: ignore[misc]
    """For gunicorn's `worker_class`. Takes `threads`, `keepalive` and `graceful_timeout` from it."""

    def run(self) -> None:
        """Answer until we are told to stop or gunicorn is gone; then end what was begun."""
        _say_no_address()
        channels: dict[int, Any] = {}
        server = create_server(
            self.wsgi,
            map=channels,
            sockets=[listener.sock for listener in self.sockets],
            threads=self.cfg.threads,
            channel_timeout=self.cfg.keepalive,
            connection_limit=CONNECTIONS,
            max_request_header_size=LARGEST_HEAD,
            max_request_body_size=LARGEST_BODY,
            asyncore_use_poll=True,  # select() cannot watch more than 1,024
            clear_untrusted_proxy_headers=False,  # the site itself knows which proxies to believe
            ident=None,
        )
        server.channel_class = _Channel
        server.standing_headers = getattr(self.wsgi, "config", {}).get("STANDING_HEADERS", ())
        while self.alive and os.getppid() == self.ppid:
            self.notify()
            _look_once(channels)
        server.accepting = False
        end = monotonic() + self.cfg.graceful_timeout
        while _is_busy(server) and monotonic() < end:
            self.notify()
            _look_once(channels)
        server.task_dispatcher.shutdown(timeout=0)


def _look_once(channels: dict[int, Any]) -> None:
    wasyncore.loop(timeout=_LOOK, use_poll=True, map=channels, count=1)


def _is_busy(server: Any) -> bool:
    """Somebody waits for an answer or has not read all of it."""
    return any(
        channel.requests or channel.total_outbufs_len
        for channel in list(server.active_channels.values())
    )


def _say_no_address() -> None:
    """waitress's messages quote addresses, and those of people's pages are keys to them."""
    for name in ("waitress", "waitress.queue"):
        logging.getLogger(name).addFilter(_without_words)


def _without_words(record: logging.LogRecord) -> bool:
    if record.levelno < logging.ERROR:
        return False
    error = record.exc_info[1] if record.exc_info else None
    how = errors.described(error) if error else "no error"
    record.msg, record.args, record.exc_info = f"A request failed in the server: {how}", (), None
    return True
