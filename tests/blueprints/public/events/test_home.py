from datetime import UTC, datetime

import pytest

from extensions import db
from models.checkpoints import Checkpoint
from models.scans import Attendance, Direction, Scan, Verdict
from operations.events.events import call_off
from tests import factories
from tests.factories import problems
from tests.statements import count_statements


def figures(page):
    return [int(e.text) for e in page.all("span", class_="figure__number tabular")]


def attend(event, registration):
    """Two doors, one person: still one who attended."""
    now = datetime.now(UTC)
    for door in ("Giriş", "Salon"):
        checkpoint = Checkpoint(event=event, name=door)
        db.session.add(checkpoint)
        db.session.flush()
        scan = Scan(
            checkpoint=checkpoint,
            registration=registration,
            nonce="n",
            scanned_at=now,
            received_at=now,
            direction=Direction.ENTRY,
            verdict=Verdict.ADMITTED,
        )
        db.session.add(scan)
        db.session.flush()
        db.session.add(
            Attendance(
                checkpoint_id=checkpoint.id, registration=registration, scan=scan, admitted_at=now
            )
        )
    db.session.commit()


def test_before_the_first_event_the_figures_are_naught(browser_of_pages):
    assert figures(browser_of_pages.get("/")) == [0, 0, 0, 0]


def test_the_figures_count_what_was_held_and_who_came(browser_of_pages):
    held = factories.event(over=True, province="19")
    factories.event(over=True, province="19")
    factories.event(over=True, province=None)
    factories.event(over=True, province="06", draft=True)
    off = factories.event(over=True, province="34")
    call_off(off, by=factories.user(), at=datetime.now(UTC))
    coming = factories.event(province="35")
    attend(held, factories.registration(held))
    factories.registration(held)
    now = datetime.now(UTC)
    for published_at in (now, None):
        problems.problem(held, "S", created_at=now, published_at=published_at)
    db.session.commit()
    page = browser_of_pages.get("/")
    assert figures(page) == [3, 1, 1, 1]
    assert page.all("a", href=f"/events/{coming.slug}")
    assert not page.all("a", href=f"/events/{held.slug}")
    assert page.all("a", href="/problems")


@pytest.mark.parametrize("count", [1, 3])
def test_home_takes_two_statements_however_much_is_coming(browser_of_pages, count):
    for _ in range(count):
        factories.event()
    with count_statements() as seen:
        browser_of_pages.get("/")
    assert len(seen) == 2


@pytest.mark.parametrize("address", ["/", "/events", "/problems", "/privacy"])
@pytest.mark.parametrize("language", ["tr", "en"])
def test_every_public_page_is_there_in_both_languages(browser_of_pages, address, language):
    page = browser_of_pages.get(f"{address}?lang={language}")
    assert page.all("html")[0].attributes["lang"] == language
