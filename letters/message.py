"""A letter as bytes for the mail server: text, HTML with its picture, files with Turkish names."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from email.headerregistry import Address, BaseHeader, HeaderRegistry, UnstructuredHeader
from email.message import EmailMessage
from email.policy import SMTP, Policy
from email.utils import format_datetime, parseaddr
from typing import cast

from lib.text import clean_line
from models.letters import Letter


class _WholeHeader(UnstructuredHeader):
    """On one line, however long: mail programs do not read an address that was folded or encoded."""

    def fold(self, *, policy: Policy) -> str:
        return f"{self.name}: {self}{policy.linesep}"  # type: ignore[attr-defined]


_HEADERS = HeaderRegistry()
_HEADERS.map_to_type("List-Unsubscribe", cast(type[BaseHeader], _WholeHeader))
# Seven bits, so that no server on the way, however old, changes anything.
_POLICY = SMTP.clone(cte_type="7bit", header_factory=_HEADERS)
_FORBIDDEN_IN_FILE_NAMES = str.maketrans(dict.fromkeys('/\\:*?"<>|', " "))


class BadAddress(Exception):
    """The address is not valid: no server could be asked to deliver to it."""


@dataclass(frozen=True)
class Picture:
    """A PNG shown within the HTML, by its Content-ID without angle brackets."""

    content_id: str
    file_name: str
    png: bytes


@dataclass(frozen=True)
class Enclosure:
    """A file sent with the letter; its name may hold any letter (RFC 2231)."""

    file_name: str
    mimetype: str
    content: bytes
    parameters: Mapping[str, str] = field(default_factory=dict)
    """Of its type, such as the method of a calendar entry."""


def message_of(
    letter: Letter,
    *,
    sender: str,
    at: datetime,
    picture: Picture | None = None,
    enclosures: Sequence[Enclosure] = (),
    ended_at: str | None = None,
) -> EmailMessage:
    """The message, with text and HTML as alternatives. Raises BadAddress.

    `sender` is as in MAIL_DEFAULT_SENDER. `ended_at`: the address to which a POST ends such letters
    (RFC 8058: one click in the mail program, without a page of ours).
    """
    message = EmailMessage(policy=_POLICY)
    message["From"] = _address(*parseaddr(sender))
    message["To"] = _address(letter.to_name, letter.to_address)
    if reply_to := _reply_to(letter):
        message["Reply-To"] = reply_to
    message["Subject"] = _header_text(letter.subject)
    message["Date"] = format_datetime(at)
    message["Message-ID"] = letter.message_id
    message["Content-Language"] = letter.locale
    # No program should reply automatically: RFC 3834, and the header that Exchange reads instead.
    message["Auto-Submitted"] = "auto-generated"
    message["X-Auto-Response-Suppress"] = "OOF, AutoReply"
    if ended_at:
        message["List-Unsubscribe"] = f"<{ended_at}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message.set_content(letter.text, cte="quoted-printable")
    message.add_alternative(letter.html, subtype="html", cte="quoted-printable")
    if picture:
        _show(message, picture)
    for file in enclosures:
        kind, _, subtype = file.mimetype.partition("/")
        parameters = {**({"charset": "utf-8"} if kind == "text" else {}), **file.parameters}
        message.add_attachment(
            file.content, maintype=kind, subtype=subtype, filename=file.file_name, params=parameters
        )
    return message


def file_name(title: str, extension: str) -> str:
    """«Çorum Sivil Toplum Günü.ics»: the title, without characters that file systems refuse."""
    return f"{clean_line(title.translate(_FORBIDDEN_IN_FILE_NAMES))[:100].strip(' .')}.{extension}"


def _show(message: EmailMessage, picture: Picture) -> None:
    html = cast(list[EmailMessage], message.get_payload())[-1]
    html.add_related(
        picture.png,
        "image",
        "png",
        cid=f"<{picture.content_id}>",
        disposition="inline",
        filename=picture.file_name,
    )


def _header_text(text: str) -> str:
    """Text for a header, on one line: `=?utf-8?q?=0D=0A?=` would be read as an encoded line end."""
    return clean_line(text).replace("=?", "= ?")


def _reply_to(letter: Letter) -> Address | None:
    """Where replies go; None: to the sender, also where a header of seven bits cannot say it."""
    mailbox = letter.reply_to_address.rpartition("@")[0]
    if not mailbox or not mailbox.isascii():
        return None
    with suppress(BadAddress):
        return _address(letter.reply_to_name, letter.reply_to_address)
    return None


def _address(name: str, address: str) -> Address:
    mailbox, _, domain = address.rpartition("@")
    try:
        return Address(_header_text(name), mailbox, domain.encode("idna").decode("ascii"))
    except (UnicodeError, ValueError, IndexError) as error:  # IndexError: an empty mailbox
        raise BadAddress from error
