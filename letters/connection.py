"""The connection to the mail server: Flask-Mail's, with its faults mended."""

import smtplib
import ssl
from contextlib import suppress
from email.message import EmailMessage
from ipaddress import ip_address
from socket import SHUT_RDWR, socket
from threading import Timer
from urllib.parse import urlsplit

import flask_mail
from flask import current_app

TIMEOUT_SECONDS = 20.0


class Unreachable(Exception):
    """The server could not be reached, could not be trusted, or refused our sign-in."""


class _Punctual(smtplib.SMTP):
    """A reply that comes byte by byte is waited for no longer than one that does not come at all."""

    def getreply(self) -> tuple[int, bytes]:
        late = Timer(TIMEOUT_SECONDS, self._hang_up)
        late.start()
        try:
            return super().getreply()
        finally:
            late.cancel()

    def _hang_up(self) -> None:
        if self.sock is not None:
            with suppress(OSError):  # it is closed by now
                socket.shutdown(self.sock, SHUT_RDWR)


class _PunctualFromTheStart(_Punctual, smtplib.SMTP_SSL):
    """The same where all is encrypted."""


class MailConnection(flask_mail.Connection):
    """Flask-Mail's connection, with a time-out and a check of the server's certificate.

    Flask-Mail waits for ever and encrypts to whoever answers (its issue 114).
    """

    @classmethod
    def open(cls) -> "MailConnection":
        """Connect to the server. Raises Unreachable."""
        connection = cls(current_app.extensions["mail"])
        try:
            connection.host = connection.configure_host()
        except (OSError, smtplib.SMTPException) as error:
            raise Unreachable(type(error).__name__) from error
        return connection

    def configure_host(self) -> smtplib.SMTP:
        mail, name = self.mail, _own_name()
        trusted = ssl.create_default_context()
        host: smtplib.SMTP
        if mail.use_ssl:
            host = _PunctualFromTheStart(
                mail.server, mail.port, name, timeout=TIMEOUT_SECONDS, context=trusted
            )
        else:
            host = _Punctual(mail.server, mail.port, name, timeout=TIMEOUT_SECONDS)
        try:
            if mail.use_tls:
                host.starttls(context=trusted)
            if mail.username and mail.password:
                host.login(mail.username, mail.password)
        except (OSError, smtplib.SMTPException):
            host.close()
            raise
        return host

    def post(self, message: EmailMessage) -> None:
        """Send the message; returns when the server has taken it. Raises what smtplib raises."""
        if self.host is None:
            raise smtplib.SMTPServerDisconnected
        # Not Flask-Mail's send(): it loses the names of files and the picture's place.
        self.host.send_message(message)

    @property
    def is_alive(self) -> bool:
        return self.host is not None and self.host.sock is not None

    def close(self) -> None:
        """End the connection; faults of the server at this point do not matter."""
        if self.host is not None:
            try:
                self.host.quit()
            except (OSError, smtplib.SMTPException):
                self.host.close()
            self.host = None


def _own_name() -> str:
    """The name by which we greet the server: the site's, or our address if it has none."""
    name = urlsplit(current_app.config["BASE_URL"]).hostname or "localhost"
    try:
        address = ip_address(name)
    except ValueError:
        return name.encode("idna").decode("ascii")
    return f"[IPv6:{address}]" if address.version == 6 else f"[{address}]"
