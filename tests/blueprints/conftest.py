from collections.abc import Iterator

import pytest
from flask import g, request_started


@pytest.fixture(autouse=True)
def every_request_begins_afresh() -> Iterator[None]:
    """Tests hold an app context open, so what a request noted in `g`, such as who is signed in,
    would be believed by the next one."""

    def forget(_app, **_more):
        g.__dict__.clear()

    with request_started.connected_to(forget):
        yield
