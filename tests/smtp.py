"""A real SMTP server on 127.0.0.1 that keeps what it was given and can be told to refuse."""

from asyncio import Server, to_thread
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from flask import Flask

Answer = str | None


class MailServer:
    """`messages` holds what was accepted, parsed, in the order of arrival.

    The answers may take their time: each is found in a thread of its own.
    """

    def __init__(self) -> None:
        self.accepted: list[bytes] = []
        self.recipients: list[str] = []
        self.greetings: list[str] = []
        self.answer_to_recipient: Callable[[str, Session], Answer] = lambda _address, _peer: None
        """What to say to RCPT TO instead of accepting, such as `451 later`."""
        self.answer_to_message: Callable[[bytes], Answer] = lambda _content: None
        self.host, self.port = "127.0.0.1", 0

    @property
    def messages(self) -> list[EmailMessage]:
        return [message_from_bytes(m, policy=default) for m in self.accepted]

    async def handle_EHLO(  # noqa: N802 - aiosmtpd's name
        self, _server: SMTP, session: Session, _envelope: Envelope, name: str, answers: list[str]
    ) -> list[str]:
        session.host_name = name
        self.greetings.append(name)
        return answers

    async def handle_RCPT(  # noqa: N802
        self, _server: SMTP, session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        if refusal := await to_thread(self.answer_to_recipient, address, session):
            return refusal
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(  # noqa: N802
        self, _server: SMTP, _session: Session, envelope: Envelope
    ) -> str:
        content = envelope.content
        assert isinstance(content, bytes)
        if refusal := await to_thread(self.answer_to_message, content):
            return refusal
        self.accepted.append(content)
        self.recipients += envelope.rcpt_tos
        return "250 accepted"


class _OnFreePort(Controller):
    def _trigger_server(self) -> None:
        assert isinstance(self.server, Server)
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


@contextmanager
def mail_server(**options: Any) -> Iterator[MailServer]:
    """Listens until the end of the block, on a free port."""
    server = MailServer()
    controller = _OnFreePort(server, hostname=server.host, port=0, **options)
    controller.start()
    server.port = controller.port
    try:
        yield server
    finally:
        controller.stop()


@contextmanager
def sending_to(app: Flask, host: str, port: int, **settings: Any) -> Iterator[None]:
    """The app's MAIL_SERVER for the length of the block; settings are Flask-Mail's attributes."""
    mail, before = app.extensions["mail"], dict(vars(app.extensions["mail"]))
    app.config["MAIL_SERVER"] = host
    vars(mail).update(server=host, port=port, **settings)
    try:
        yield
    finally:
        app.config["MAIL_SERVER"] = ""
        vars(mail).update(before)
