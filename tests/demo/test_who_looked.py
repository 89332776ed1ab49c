"""Every page, file and call that staff can open: where it shows people, a row says who looked."""

import html
import io
import re
from datetime import UTC, datetime

import openpyxl
import pypdfium2
import pytest
import sqlalchemy as sa

from extensions import db
from models.accesses import Access
from models.delegations import Delegation
from models.events import Speaker
from models.progress import ProgressLink
from models.registrations import Registration
from models.users import Role, User
from operations.accounts.tokens import create_api_token
from tests import factories
from tests.demo.test_every_page import addresses

pytestmark = pytest.mark.xdist_group("demonstration")

OF_STAFF = ("/organizer", "/check-in", "/api")
OWN_RECORDS = {"check_in.scanner.show"}
"""Shows one's own scans, which are a record themselves."""
WORDS_IN_A_NAME = (2, 3, 4)


@pytest.fixture(autouse=True)
def in_the_demonstration(demonstration):
    with demonstration.app.app_context():
        yield
        db.session.remove()


@pytest.fixture
def known():
    """The names, addresses and phones of everybody but staff, and but speakers, whom all may see."""
    people = db.session.execute(
        sa.select(
            Registration.given_name,
            Registration.family_name,
            Registration.email,
            Registration.phone,
        )
    )
    told = {each for given, family, *reach in people for each in (f"{given} {family}", *reach)}
    told |= set(db.session.scalars(sa.select(Delegation.contact_name)))
    told |= set(db.session.scalars(sa.select(Delegation.contact_email)))
    told |= set(db.session.scalars(sa.select(ProgressLink.email)))
    told -= set(db.session.scalars(sa.select(Speaker.name)))
    told -= {each for row in db.session.execute(sa.select(User.name, User.email)) for each in row}
    return told - {None}


def people_in(answer, known):
    """Whoever of the known people the answer names."""
    text = _text_of(answer)
    words = re.findall(r"\w+", text)
    found = {*re.findall(r"[\w.+-]+@[\w.-]+", text), *re.findall(r"\+\d+", text)}
    found |= {
        " ".join(words[n : n + count]) for n in range(len(words)) for count in WORDS_IN_A_NAME
    }
    return found & known


def _text_of(answer):
    if answer.mimetype.endswith("sheet"):
        book = openpyxl.load_workbook(io.BytesIO(answer.data), read_only=True)
        rows = (row for sheet in book for row in sheet.iter_rows(values_only=True))
        return "\n".join(f" {cell} " for row in rows for cell in row)
    if answer.mimetype == "application/pdf":
        pages = pypdfium2.PdfDocument(answer.data)
        return "\n".join(page.get_textpage().get_text_bounded() for page in pages)
    return html.unescape(answer.text)


def looks():
    return db.session.scalar(sa.select(sa.func.count()).select_from(Access))


def opened(app, client, known, *, where=OF_STAFF, **sent):
    """Each answer to somebody that names people: its endpoint, and whether a row was written."""
    adapter = app.url_map.bind("meydan.example.org")
    for address in addresses(app, where):
        before = looks()
        answer = client.get(address, buffered=True, **sent)
        if answer.status_code == 200 and people_in(answer, known):
            yield adapter.match(address)[0], looks() > before


def someone(role):
    return db.session.scalars(sa.select(User).filter_by(role=role).limit(1)).one()


def signed_in(app, role):
    client = app.test_client()
    factories.sign_in(client, someone(role))
    return client


@pytest.mark.parametrize("role", [Role.CENTRAL_ADMIN, Role.EVALUATOR, Role.CHECK_IN_STAFF])
def test_a_row_says_who_looked_wherever_people_are_shown(demonstration, known, role):
    app = demonstration.app
    shown = list(opened(app, signed_in(app, role), known))
    assert {page for page, is_written in shown if not is_written} <= OWN_RECORDS
    assert len(shown) >= 5


def test_a_page_that_notes_nothing_is_found(demonstration, known, monkeypatch):
    monkeypatch.setattr("blueprints.organizer.registrations.entries.looked", lambda *_a, **_k: None)
    client, where = (
        signed_in(demonstration.app, Role.CENTRAL_ADMIN),
        "/organizer/events/<int:event_id>/registrations",
    )
    shown = list(opened(demonstration.app, client, known, where=where))
    assert ("organizer.registrations.index", False) in shown
    assert ("organizer.exports.table", True) in shown


def test_a_row_says_which_program_looked(demonstration, known):
    app = demonstration.app
    _row, token = create_api_token(someone(Role.CENTRAL_ADMIN), name="Panel", at=datetime.now(UTC))
    db.session.commit()
    sent = {"headers": {"Authorization": f"Bearer {token}"}}
    shown = list(opened(app, app.test_client(), known, **sent))
    assert {page for page, _written in shown} == {
        "api.registrations.index",
        "api.registrations.show",
    }
    assert all(is_written for _page, is_written in shown)


@pytest.mark.parametrize("role", [Role.VIEWER, Role.MODERATOR])
def test_figures_are_shown_without_people(demonstration, known, role):
    app = demonstration.app
    assert list(opened(app, signed_in(app, role), known)) == []
