"""What was done to a list, and its undo."""

import pytest

from extensions import db
from models.scopes import PROGRAMME
from models.users import Role
from tests import factories
from tests.operations.problems.sorting import Board, where
from tests.statements import count_statements


@pytest.fixture
def board(app):
    return Board()


@pytest.fixture
def log(board):
    return f"/organizer/events/{board.scope.event_id}/problems/acts"


@pytest.fixture
def moderator(browser_of_pages):
    factories.sign_in(browser_of_pages.client, factories.user(Role.MODERATOR, name="Ayşe Demir"))
    return browser_of_pages


def entries(moderator, log):
    shown = moderator.get(f"{log}?lang=en")
    return [e.text.strip() for e in shown.all("p", class_="act-row__words")]


def undo(moderator, log, act):
    return moderator.submit(f"/organizer/acts/{act.id}/undo?from=log", {}, page=log)


def test_every_act_stands_there_in_words_the_newest_first(moderator, board, log):
    first, said = board.heading("a", "b", "c", title="Bir")
    second, _more = board.heading("d", title="İki")
    board.split(first, said[:1], title="Üç")
    board.move(said[1:2], into=second)
    board.rename(first, "Dört")
    board.merge([first, second], into=second)
    board.take_out(said[2:])
    board.hide(said[2:], reason="Konu dışı")
    board.show(said[2:])
    board.link([second], title="Geniş", scope=PROGRAMME)
    board.unlink([second])
    db.session.commit()
    assert entries(moderator, log) == [
        "“İki”: link to the wider problem removed.",
        "“İki” linked to the wider problem “Geniş”.",
        "1 statement shown again.",
        "1 statement hidden.",
        "1 statement removed from “İki”.",
        "“Dört” merged into “İki”.",
        "“Bir” renamed “Dört”.",
        "1 statement moved to “İki”.",
        "1 statement became a problem of its own: “Üç”.",
        "1 statement added to “İki”.",
        "3 statements added to “Dört”.",
    ]
    assert "Why: Konu dışı" in moderator.get(f"{log}?lang=en").words()


def test_an_act_is_undone_and_its_undo_too(moderator, board, log):
    [said] = board.say("a")
    act = board.file([said], title="Bir")
    db.session.commit()
    answer = undo(moderator, log, act)
    assert answer.status_code == 303
    assert where(said)[0] == "received"
    assert entries(moderator, log) == [
        "Undone: 1 statement added to “Bir”.",
        "1 statement added to “Bir”.",
    ]
    assert "Undone by Ayşe Demir" in moderator.get(f"{log}?lang=en").words()
    [redo] = [f for f in moderator.get(log).all("form") if "/undo" in f.attributes["action"]]
    moderator.submit(redo.attributes["action"], {}, page=log)
    db.session.expire_all()
    assert where(said)[0] == "joined"


def test_a_later_act_in_the_way_is_shown_with_its_words(moderator, board, log):
    heading, _said = board.heading("a", "b", title="Bir")
    first = board.rename(heading, "İki")
    later = board.rename(heading, "Üç")
    db.session.commit()
    moderator.get(log)
    hidden = moderator.get(log).form_values()
    answer = moderator.client.post(f"/organizer/acts/{first.id}/undo?lang=en", data=hidden)
    assert answer.status_code == 409
    assert "a later step touched the same" in answer.text
    assert f'href="#act-{later.id}"' in answer.text
    assert answer.text.count("“İki” renamed “Üç”.</p>") == 2  # in the list, too
    assert undo(moderator, log, later).status_code == 303
    assert undo(moderator, log, first).status_code == 303


def test_what_was_undone_already_is_said(moderator, board, log):
    [said] = board.say("a")
    act = board.file([said], title="Bir")
    db.session.commit()
    undo(moderator, log, act)
    assert undo(moderator, log, act).status_code == 303
    assert moderator.get(log).all("div", class_="notice notice--danger")


def test_a_list_without_acts_says_so(moderator, board, log):
    assert not entries(moderator, log)
    moderator.get("/organizer/problems/lists/programme/acts")
    moderator.get(f"{log}?after=nonsense", status=400)


def test_longer_logs_need_no_more_questions_to_the_database(moderator, board, log):
    counts = []
    for _ in range(2):
        board.undo(board.file(board.say("a"), title="Bir"))
        db.session.commit()
        with count_statements() as counted:
            moderator.get(log)
        counts.append(len(counted))
    assert counts[0] == counts[1] <= 7, counted
