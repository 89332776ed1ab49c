"""The connection to the mail server: Flask-Mail's, without its faults."""

import smtplib
import ssl
from email.message import EmailMessage
from ipaddress import ip_address
from urllib.parse import urlsplit

import flask_mail
from flask import current_app

TIMEOUT_SECONDS = 20.0


class Unreachable(Exception):
    """The server could not be reached, or could not be trusted, or did not let us in."""


class MailConnection(flask_mail.Connection):
    """Flask-Mail's connection, with a time-out and with the server's certificate verified.

    Flask-Mail waits for ever and encrypts to whoever answers (its issue 114).
    """

    @classmethod
    def open(cls) -> "MailConnection":
        """Raises Unreachable."""
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
            host = smtplib.SMTP_SSL(
                mail.server, mail.port, name, timeout=TIMEOUT_SECONDS, context=trusted
            )
        else:
            host = smtplib.SMTP(mail.server, mail.port, name, timeout=TIMEOUT_SECONDS)
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
        """Returns when the server has taken the message. Raises what smtplib raises."""
        if self.host is None:
            raise smtplib.SMTPServerDisconnected
        # Not Flask-Mail's send(): it loses the names of files and the picture's place.
        self.host.send_message(message)

    @property
    def is_alive(self) -> bool:
        return self.host is not None and self.host.sock is not None

    def close(self) -> None:
        """Take leave; whether the server still listens does not matter."""
        if self.host is not None:
            try:
                self.host.quit()
            except (OSError, smtplib.SMTPException):
                self.host.close()
            self.host = None


def _own_name() -> str:
    """How we greet: by the site's name, or by our address where it has none."""
    name = urlsplit(current_app.config["BASE_URL"]).hostname or "localhost"
    try:
        address = ip_address(name)
    except ValueError:
        return name.encode("idna").decode("ascii")
    return f"[IPv6:{address}]" if address.version == 6 else f"[{address}]"
