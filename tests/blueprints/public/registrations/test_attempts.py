"""How often one client may register, and learn who is on a list."""

from math import ceil

import pytest
import sqlalchemy as sa

from extensions import db
from models.attempts import Attempts
from models.letters import Letter
from models.registrations import Registration
from operations.registrations import attempts
from tests import factories
from tests.blueprints.public.registrations.test_online import FILLED
from tests.browser_of_pages import PageBrowser
from tests.statements import count_statements

FROM_OUR_PAGES = {"Sec-Fetch-Site": "same-origin"}


class Visitor:
    """Registers people from one address."""

    def __init__(self, app, event, address: str = "203.0.113.7") -> None:
        self.event, self.client = event, app.test_client()
        self.client.environ_base["HTTP_X_FORWARDED_FOR"] = address

    def hidden(self):
        return PageBrowser(self.client).get(f"/events/{self.event.slug}/register").form_values()

    def register(self, name: str, email: str | None = None, **more):
        sent = {**FILLED, **self.hidden(), "family_name": name, **more}
        sent["email"] = email or f"{name}@example.org"
        return self.client.post(f"/events/{self.event.slug}/register", data=sent)


@pytest.fixture
def few(monkeypatch):
    """The same with smaller numbers."""
    monkeypatch.setattr(attempts, "MOST_REGISTRATIONS", 3)


@pytest.fixture
def few_names(monkeypatch):
    monkeypatch.setattr(attempts, "MOST_NAMES", 2)


def test_institution_of_five_hundred_fits_into_ten_minutes():
    assert attempts.MOST_REGISTRATIONS / attempts.IN_SPAN.total_seconds() * 600 >= 500


def test_client_who_registers_too_many_gets_the_form_back_filled_in(limited_app, few):
    event = factories.event()
    visitor = Visitor(limited_app, event)
    assert [visitor.register(f"kisi{n}").status_code for n in range(3)] == [303] * 3
    for _again in range(2):
        refused = visitor.register("çok", email="cok@example.org")
        assert refused.status_code == 429
        assert 1 <= int(refused.headers["Retry-After"]) <= 600
    page = PageBrowser(visitor.client)._read(refused, 429)
    assert 'value="cok@example.org"' in refused.text
    assert page.form_values()["csrf_token"]
    assert Visitor(limited_app, event, "203.0.113.8").register("başka").status_code == 303
    assert db.session.scalar(sa.select(sa.func.count(Registration.id))) == 4
    keys = " ".join(db.session.scalars(sa.select(Attempts.key)))
    assert "203.0.113" not in keys


def test_counting_costs_one_statement_and_no_transaction_of_its_own(limited_app):
    visitor = Visitor(limited_app, factories.event())
    visitor.register("first")
    with count_statements() as statements:
        visitor.register("second")
    counting = [s for s in statements if s.startswith("INSERT INTO attempts")]
    assert len(counting) == 1
    begun = [s for s in statements if s.startswith("INSERT INTO registrations")]
    assert statements.index(begun[0]) > statements.index(counting[0])


def test_who_tries_many_names_is_told_by_the_page_no_more_who_is_on_the_list(
    limited_app, few_names
):
    event = factories.event()
    known = factories.registration(event, given_name="Işıl", family_name="Bilinen")
    visitor = Visitor(limited_app, event)

    def told(name: str, email: str) -> tuple[int, str, bytes]:
        answer = visitor.register(name, email)
        return answer.status_code, answer.location, answer.data

    for _try in range(2):
        assert told("Bilinen", known.email)[1] == "/my-registrations/sent"
    on_the_list = told("Bilinen", known.email)
    not_on_it = told("Kimse", "kimse@example.org")
    assert on_the_list == not_on_it
    # Who was not on it is now, and the letter brings the link.
    made = db.session.scalars(sa.select(Registration).where(Registration.family_name == "Kimse"))
    [letter] = db.session.scalars(sa.select(Letter).where(Letter.registration_id == made.one().id))
    assert "/registrations/" in letter.text
    other = Visitor(limited_app, event, "203.0.113.8").register("Başka")
    assert other.location.startswith("/registrations/")


def test_form_sent_twice_does_not_tell_either(limited_app, few_names):
    event = factories.event()
    known = factories.registration(event, given_name="Işıl", family_name="Bilinen")
    visitor = Visitor(limited_app, event)
    for _try in range(2):
        visitor.register("Bilinen", known.email)
    sent = visitor.hidden()
    places = {visitor.register("Kimse", **sent).location for _click in range(2)}
    assert places == {"/my-registrations/sent"}
    assert db.session.scalar(sa.select(sa.func.count(Registration.id))) == 2


def test_own_page_tells_a_few_names_an_hour_and_then_none(limited_app):
    """Whoever registers could else correct their name to one after another."""
    event = factories.event()
    known = factories.registration(event, given_name="Işıl", family_name="Bilinen")
    visitor = Visitor(limited_app, event)
    own = visitor.register("Ben").location

    def rename(name: str, email: str | None):
        form = PageBrowser(visitor.client).get(f"{own}/details").form_values()
        sent = {**FILLED, **form, "family_name": name, "email": email}
        return visitor.client.post(f"{own}/details", data=sent, headers=FROM_OUR_PAGES)

    tried = [rename("Bilinen", known.email).status_code for _try in range(20)]
    assert tried == [409] * 20
    assert rename("Bilinen", known.email).status_code == 429
    refused = rename("Kimse", "kimse@example.org")
    assert refused.status_code == 429
    minutes = int(refused.headers["Retry-After"]) / 60
    assert f"{ceil(minutes)} dakika bekle" in refused.text
    assert 30 < minutes <= 61
    typed = PageBrowser(visitor.client)._read(refused, 429).form_values()
    assert typed["email"] == "kimse@example.org"
