"""Statements from flip charts, typed one by one, and from tables."""

import io

import pytest
import sqlalchemy as sa

from extensions import db
from models.sectors import Sector
from models.statements import Statement, StatementSource
from models.users import Role
from tests import factories


@pytest.fixture
def event(app):
    return factories.event()


@pytest.fixture
def chart(event):
    return f"/organizer/events/{event.id}/statements/new"


@pytest.fixture
def tables(event):
    return f"/organizer/events/{event.id}/statements/imports/new"


@pytest.fixture
def moderator(browser_of_pages):
    factories.sign_in(browser_of_pages.client, factories.user(Role.MODERATOR))
    return browser_of_pages


def statements():
    db.session.remove()
    return db.session.scalars(sa.select(Statement).order_by(Statement.text)).all()


def test_side_session_and_table_stay_set_for_the_next_sentence(moderator, event, chart):
    session = factories.session(event)
    sent = {"text": "Yol bozuk", "side": "cso", "session": str(session.id), "table_label": "Masa 3"}
    answer = moderator.submit(chart, sent)
    assert answer.status_code == 303
    form = moderator.get(answer.location)
    assert form.all("input", name="table_label")[0].attributes["value"] == "Masa 3"
    assert "checked" in form.all("input", name="side", value="cso")[0].attributes
    assert "selected" in form.all("option", value=str(session.id))[0].attributes
    assert form.all("input", name="text")[0].attributes["value"] == ""
    [made] = statements()
    assert (made.text, made.side, made.session_id, made.table_label, made.source) == (
        "Yol bozuk",
        Sector.CSO,
        session.id,
        "Masa 3",
        StatementSource.ORGANIZER,
    )


def test_a_form_sent_twice_counts_once(moderator, chart):
    sent = {**moderator.get(chart).form_values(), "text": "Yol", "session": "0"}
    answers = [moderator.client.post(chart, data=sent) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [303, 303]
    moderator.submit(chart, {"text": "Yol", "session": "0"})
    assert [statement.text for statement in statements()] == ["Yol", "Yol"]


def test_bad_input_is_told_and_nothing_typed_is_lost(moderator, chart):
    shown = moderator.post(chart, {"text": "a" * 2001, "side": "x", "session": "-7"})
    assert shown.all("input", name="text")[0].attributes["value"] == "a" * 2001
    assert statements() == []


def send(browser, path, content, name="ifadeler.csv"):
    file = (io.BytesIO(content.encode()), name)
    return browser.submit(path, {"table": file})


def test_a_table_with_turkish_headings_is_added_row_by_row(moderator, event, tables):
    session = factories.session(event, title="Öğleden sonra").id
    table = (
        "İfade;Taraf;Oturum;Masa;Acıtma;Konu;Başka\n"
        "Ahmet Yılmaz dönmüyor;STK;öğleden sonra;3;4;Yazışma;x\n"
        '"İki\nsatır";;;;;;\n'
    )
    answer = send(moderator, tables, table)
    assert answer.status_code == 303, answer.text
    first, second = statements()
    assert (first.side, first.session_id, first.table_label, first.hurts, first.topic) == (
        Sector.CSO,
        session,
        "3",
        4,
        "Yazışma",
    )
    assert (first.public_text, first.unanswered) == ("[kişi adı] dönmüyor", True)
    assert (second.text, second.side, second.source) == ("İki\nsatır", None, StatementSource.IMPORT)


def test_of_a_table_with_a_fault_nothing_is_added_and_all_faults_are_told(moderator, tables):
    table = "text,side,session,hurts\nYol,cso,,9\n,mars,Yok,3\nTamam,public,,1\n"
    answer = send(moderator, tables, table)
    assert answer.status_code == 422
    cells = [f"cell-{row}-{key}" for row, key in [(2, "hurts"), (3, "text"), (3, "side")]]
    assert [
        cell for cell in [*cells, "cell-3-session_id"] if f'id="{cell}"' not in answer.text
    ] == []
    assert statements() == []


@pytest.mark.parametrize("table", ["", "Ad;Soyad\nAli;Veli", "text\n", "text;text\na;b"])
def test_what_is_no_table_of_statements_is_refused(moderator, tables, table):
    assert send(moderator, tables, table).status_code == 422
    assert statements() == []


def test_a_table_sent_twice_is_added_once(moderator, tables):
    hidden = moderator.get(tables).form_values()
    for _ in range(2):
        file = (io.BytesIO(b"text\nYol\nSu\n"), "a.csv")
        moderator.client.post(tables, data={**hidden, "table": file})
    assert [statement.text for statement in statements()] == ["Su", "Yol"]


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_the_template_can_be_sent_as_it_is_once_filled_in(moderator, tables, kind):
    answer = moderator.client.get(tables.replace("new", f"template.{kind}"))
    assert answer.status_code == 200
    if kind == "csv":
        headings = answer.data.decode("utf-8-sig").strip()
        separator = ";" if ";" in headings else ","
        row = separator.join(["Yol", "", "", "", "", ""])
        assert send(moderator, tables, f"{headings}\n{row}\n").status_code == 303
        assert [statement.text for statement in statements()] == ["Yol"]


def test_only_moderators_write_down(browser_of_pages, chart, tables):
    factories.sign_in(browser_of_pages.client, factories.user(Role.VIEWER))
    assert [browser_of_pages.client.get(path).status_code for path in (chart, tables)] == [403] * 2
    stranger = factories.user(Role.PROVINCIAL_ORGANIZER, province="06")
    factories.sign_in(browser_of_pages.client, stranger)
    assert [browser_of_pages.client.get(path).status_code for path in (chart, tables)] == [404] * 2
