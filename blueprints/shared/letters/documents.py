"""A letter shown in a page: as a document of its own, since mail needs styles that pages refuse."""

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
    """Nothing in it can run, and nothing is fetched; the ticket's picture is an example."""
    before, *rest = html.split('src="cid:')
    if rest:
        picture = base64.b64encode(qr.png(EXAMPLE_OF_A_TICKET)).decode()
        shown = [f"data:image/png;base64,{picture}{part[part.index(chr(34)) :]}" for part in rest]
        html = 'src="'.join([before, *shown])
    answer = make_response(html)
    answer.headers["Content-Security-Policy"] = _POLICY
    return answer


def with_letters(page: ResponseReturnValue) -> Response:
    """A page that shows such documents in frames."""
    answer = make_response(page)
    policy = f"{SECURITY_HEADERS['Content-Security-Policy']}; frame-src 'self'"
    answer.headers["Content-Security-Policy"] = policy
    return answer
