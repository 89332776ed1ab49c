"""Who looked at people's data is written before it is shown, or it is not shown."""

from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from blueprints.base import looks
from extensions import db
from models.accesses import Access, AccessKind
from models.answers import RegistrationAnswer
from models.forms import AskedAt
from models.sign_ins import SignIn
from models.users import Role
from operations.accounts.tokens import create_api_token
from tests import factories
from tests.blueprints.check_in.phones import Phone
from tests.conftest import make_app
from tests.factories import forms
from tests.statements import count_statements


@pytest.fixture
def someone(app):
    return factories.user()


@pytest.fixture
def client(app, someone):
    client = app.test_client()
    factories.sign_in(client, someone)
    return client


def written():
    """What the rows say, the earliest first."""
    rows = db.session.scalars(sa.select(Access).order_by(Access.id))
    return [(row.kind, row.page, row.registration_id, row.people, row.narrowed_by) for row in rows]


def with_two_people():
    event = factories.event()
    return event, [factories.registration(event, family_name=name) for name in ("Ak", "Kara")]


def test_a_list_is_a_row_with_its_filter_and_without_what_was_searched_for(client, someone):
    event, _people = with_two_people()
    client.get(f"/organizer/events/{event.id}/registrations?status=confirmed&q=kara&lang=en")
    row = db.session.scalars(sa.select(Access)).one()
    assert (row.user_id, row.event_id, row.token_id, row.device_id) == (
        someone.id,
        event.id,
        None,
        None,
    )
    assert written() == [
        (AccessKind.LIST, "organizer.registrations.index", None, 1, "status=confirmed&q")
    ]
    assert abs(datetime.now(UTC) - row.at) < timedelta(minutes=1)


def test_who_is_named_beside_a_person_has_a_row_of_their_own(client):
    event = factories.event()
    one, other = (factories.registration(event, email="ortak@example.org") for _ in range(2))
    other.given_name, other.family_name = one.given_name, one.family_name
    other.name_key = one.name_key
    db.session.commit()
    client.get(f"/organizer/registrations/{one.id}")
    page = "organizer.registrations.show"
    assert written() == [
        (AccessKind.PERSON, page, one.id, 1, ""),
        (AccessKind.PERSON, page, other.id, 1, ""),
    ]


@pytest.mark.parametrize(
    ("sensitive", "role"), [(True, Role.CENTRAL_ADMIN), (False, Role.EVALUATOR)]
)
def test_a_row_says_whether_sensitive_answers_were_shown(app, sensitive, role):
    event = factories.event(approval=True)
    asked = forms.question(event, label="Beslenme", sensitive=True, asked_at=AskedAt.AFTER_APPROVAL)
    person = factories.registration(event)
    db.session.add(
        RegistrationAnswer(
            registration_id=person.id,
            question_id=asked.id,
            text="glutensiz",
            answered_at=event.starts_at,
        )
    )
    db.session.commit()
    client = app.test_client()
    factories.sign_in(client, factories.user(role))
    answer = client.get(f"/organizer/registrations/{person.id}")
    assert ("glutensiz" in answer.text) is sensitive
    assert db.session.scalars(sa.select(Access)).one().sensitive is sensitive


def test_a_file_is_a_row_before_its_first_byte(client):
    event, _people = with_two_people()
    answer = client.get(f"/organizer/events/{event.id}/registrations.csv?q=kara", buffered=False)
    assert written() == [(AccessKind.EXPORT, "organizer.exports.table", None, 1, "q")]
    assert "Kara" in answer.text


def test_a_program_is_a_row_with_its_token(app, someone):
    event, people = with_two_people()
    token, text = create_api_token(someone, name="deneme", at=datetime.now(UTC))
    db.session.commit()
    client, sent = app.test_client(), {"Authorization": f"Bearer {text}"}
    client.get(f"/api/v1/events/{event.id}/registrations?q=ak", headers=sent)
    client.get(f"/api/v1/registrations/{people[0].id}", headers=sent)
    assert written() == [
        (AccessKind.PROGRAM, "api.registrations.index", None, 1, "q"),
        (AccessKind.PROGRAM, "api.registrations.show", people[0].id, 1, ""),
    ]
    assert {row.token_id for row in db.session.scalars(sa.select(Access))} == {token.id}


def test_figures_are_no_row(client):
    event, _people = with_two_people()
    client.get("/organizer/")
    client.get(f"/organizer/events/{event.id}")
    client.get(f"/organizer/events/{event.id}/attendance")
    assert written() == []


def test_a_row_costs_one_statement(client, monkeypatch):
    event, _people = with_two_people()
    page = f"/organizer/events/{event.id}/registrations"
    client.get(page)
    with count_statements() as with_row:
        client.get(page)
    monkeypatch.setattr("blueprints.organizer.registrations.entries.looked", lambda *_a, **_k: None)
    with count_statements() as without_row:
        client.get(page)
    assert len(with_row) == len(without_row) + 1


@pytest.fixture
def app_that_cannot_write(tmp_path):
    """An app whose database has no room for who looked."""
    app = make_app(f"sqlite:///{tmp_path / 'small.sqlite'}")
    with app.app_context():
        db.metadata.create_all(db.engine)
        yield app
        db.session.remove()
        db.engine.dispose()


def refuse_rows():
    db.session.execute(sa.text("DROP TABLE accesses"))
    db.session.commit()


def test_nothing_is_shown_where_the_row_cannot_be_written(app_that_cannot_write):
    event, people = with_two_people()
    client = app_that_cannot_write.test_client()
    factories.sign_in(client, someone := factories.user())
    _token, text = create_api_token(someone, name="deneme", at=datetime.now(UTC))
    db.session.commit()
    here, person = f"/organizer/events/{event.id}", people[1].id
    addresses = [
        f"{here}/registrations",
        f"/organizer/registrations/{person}",
        f"{here}/registrations.csv",
        f"{here}/registrations.xlsx",
        f"{here}/door-list.pdf",
    ]
    assert all("Kara" in client.get(address).text for address in addresses[:3])
    refuse_rows()
    for address in addresses:
        answer = client.get(address, headers={"Accept-Language": "en"})
        assert (answer.status_code, answer.mimetype) == (503, "text/html"), address
        assert "Nothing is shown" in answer.text
        assert "Kara" not in answer.text
    answer = client.get(
        f"/api/v1/registrations/{person}", headers={"Authorization": f"Bearer {text}"}
    )
    assert (answer.status_code, answer.mimetype) == (503, "application/problem+json")
    assert client.get(here).status_code == 200  # shows nobody


def test_names_that_a_phone_searches_for_are_a_row_of_the_phone(app):
    event = factories.event()
    phone = Phone(app.test_client(), event)
    person = factories.registration(event, family_name="Bekleyen")
    assert phone.searches("bekl").get_json()["people"][0]["name"] == person.name
    row = db.session.scalars(sa.select(Access)).one()
    assert (row.user_id, row.device_id, row.people) == (None, phone.device.id, 1)
    assert row.narrowed_by == f"checkpoint={phone.doors[0].id}&q"


def proved_long_ago():
    """The last proof is older than it holds."""
    db.session.execute(sa.update(SignIn).values(proved_at=None))
    db.session.commit()


def test_a_file_about_many_people_asks_who_is_there_again(client, monkeypatch):
    monkeypatch.setattr(looks, "MANY", 1)
    event, _people = with_two_people()
    proved_long_ago()
    here = f"/organizer/events/{event.id}"
    for address in ("registrations.csv", "registrations.xlsx", "door-list.pdf", "badges.pdf"):
        answer = client.get(f"{here}/{address}")
        assert answer.status_code == 303, address
        assert answer.location.startswith("/sign-in/second-factor?next=")
        assert address in answer.location
    assert written() == []
    assert client.get(f"{here}/registrations.csv?q=kara").status_code == 200  # one person alone
