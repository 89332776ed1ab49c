"""Personal links end 24 months after their event; a clock that steps back takes nothing away."""

from datetime import timedelta

import pytest
import time_machine

from extensions import db
from letters.compose import registration_token
from letters.delegations import delegation_token
from lib.clock import utc_now
from models.link_terms import LINKS_LAST
from tests import factories
from tests.factories.delegations import delegation

MINUTE = timedelta(minutes=1)


@pytest.fixture
def links(app):
    """The event's end, and its links."""
    event = factories.event()
    person, invited = factories.registration(event), delegation(event)
    db.session.commit()
    return event.ends_at, [
        f"/registrations/{registration_token(person)}",
        f"/registrations/{registration_token(person)}/data.json",
        f"/registrations/{registration_token(person)}/ticket.pdf",
        f"/delegations/{delegation_token(invited)}",
    ]


def statuses(app, addresses, at):
    with time_machine.travel(at, tick=False):
        return {app.test_client().get(address).status_code for address in addresses}


def test_they_end_24_months_after_the_event(app, links):
    ends_at, addresses = links
    assert statuses(app, addresses, ends_at + LINKS_LAST - MINUTE) == {200}
    assert statuses(app, addresses, ends_at + LINKS_LAST) == {410}


def test_the_page_says_why(app, links, browser_of_pages):
    ends_at, [address, *_] = links
    with time_machine.travel(ends_at + LINKS_LAST, tick=False):
        page = browser_of_pages.get(address, status=410, headers={"Accept-Language": "en"})
    assert "ended more than two years ago" in page.words("main")


def test_a_clock_that_steps_back_leaves_them_as_they_are(app, links):
    _ends_at, addresses = links
    assert statuses(app, addresses, utc_now() - timedelta(days=400)) == {200}
