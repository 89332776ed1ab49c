"""A letter shown in a page: a document of its own, since it needs styles that pages forbid."""

import base64

from flask import Response, make_response
from flask.typing import ResponseReturnValue

from blueprints.base.pages import SECURITY_HEADERS
from lib import qr
from operations.letters.delivery import EXAMPLE_OF_A_TICKET

_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none';"
    " form-action 'none'; frame-ancestors 'self'; sandbox allow-popups"
)


def letter_document(html: str) -> Response:
    """The letter as a document that runs no script and fetches nothing; the QR is an example."""
    before, *rest = html.split('src="cid:')
    if rest:
        picture = base64.b64encode(qr.png(EXAMPLE_OF_A_TICKET)).decode()
        shown = [f"data:image/png;base64,{picture}{part[part.index(chr(34)) :]}" for part in rest]
        html = 'src="'.join([before, *shown])
    response = make_response(html)
    response.headers["Content-Security-Policy"] = _POLICY
    return response


def with_letters(page: ResponseReturnValue) -> Response:
    """Allow a page to show such documents in frames."""
    response = make_response(page)
    policy = f"{SECURITY_HEADERS['Content-Security-Policy']}; frame-src 'self'"
    response.headers["Content-Security-Policy"] = policy
    return response
