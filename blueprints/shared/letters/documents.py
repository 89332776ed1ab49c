"""A letter shown in a page: a document of its own, with the styles of an email and no script."""

import base64
import re
from hashlib import sha256
from html import unescape

from flask import Response, make_response
from flask.typing import ResponseReturnValue

from blueprints.base.headers import SECURITY_HEADERS
from lib import qr
from operations.letters.delivery import EXAMPLE_OF_A_TICKET

_POLICY = (
    "default-src 'none'; style-src {styles}; img-src data:; base-uri 'none';"
    " form-action 'none'; frame-ancestors 'self'; sandbox allow-popups"
)


def letter_document(html: str) -> Response:
    """The letter as a document that runs no script and fetches nothing; the QR is an example."""
    before, *rest = html.split('src="cid:')
    if rest:
        picture = base64.b64encode(qr.png(EXAMPLE_OF_A_TICKET)).decode()
        shown = [f"data:image/png;base64,{picture}{part[part.index(chr(34)) :]}" for part in rest]
        html = 'src="'.join([before, *shown])
    drawn, sheet = _with_one_sheet(html)
    digest = base64.b64encode(sha256(sheet.encode()).digest()).decode()
    response = make_response(drawn)
    response.headers["Content-Security-Policy"] = _POLICY.format(styles=f"'sha256-{digest}'")
    return response


def _with_one_sheet(html: str) -> tuple[str, str]:
    """The letter with one style sheet in place of its style attributes, and that sheet: mail
    programs know only attributes, a policy names only sheets."""
    names: dict[str, str] = {}

    def named(found: re.Match[str]) -> str:
        return f' class="{names.setdefault(unescape(found[1]), f"s{len(names)}")}"'

    html = re.sub(r' style="([^"]*)"', named, html)
    sheet = "".join(f".{name}{{{style}}}" for style, name in names.items() if "<" not in style)
    return html.replace("</head>", f"<style>{sheet}</style></head>", 1), sheet


def with_letters(page: ResponseReturnValue) -> Response:
    """Allow a page to show such documents in frames."""
    response = make_response(page)
    policy = f"{SECURITY_HEADERS['Content-Security-Policy']}; frame-src 'self'"
    response.headers["Content-Security-Policy"] = policy
    return response
