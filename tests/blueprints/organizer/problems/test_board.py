"""The moderators' board by its forms alone."""

import pytest
import sqlalchemy as sa

from blueprints.organizer.problems import boards
from extensions import db
from models.problems import Act, ActKind, Problem, ProblemStanding
from models.scopes import PROGRAMME, Scope
from models.sectors import Sector
from models.statements import Statement, StatementState
from models.users import Role
from operations.problems.acts import file_statements
from operations.problems.links import link_problems
from operations.problems.lists import list_of
from queries.problems.acts import list_with
from queries.problems.board import counted_problems
from tests import factories
from tests.blueprints.organizer.problems.saying import problem, said
from tests.factories import NOW
from tests.factories import problems as problems_made
from tests.factories.statements import statement
from tests.statements import count_statements


@pytest.fixture
def event(app):
    return factories.event()


@pytest.fixture
def page(event):
    return f"/organizer/events/{event.id}/problems"


@pytest.fixture
def moderator(browser_of_pages):
    factories.sign_in(browser_of_pages.client, factories.user(Role.MODERATOR))
    return browser_of_pages


def problems():
    db.session.remove()
    rows = db.session.scalars(
        sa.select(Problem).where(Problem.standing == ProblemStanding.OPEN).order_by(Problem.id)
    )
    return {row.title: sorted(s.text for s in row.statements) for row in rows}


def kinds():
    return list(db.session.scalars(sa.select(Act.kind).order_by(Act.id)))


def newest():
    return db.session.scalars(sa.select(Act).order_by(Act.id.desc())).first()


def test_two_statements_become_a_problem_under_the_moderators_title(moderator, event, page):
    first, second = said(event, "Bir"), said(event, "İki", Sector.PUBLIC)
    said(event, "Başka")
    sent = {"statement": [first.id, second.id], "title": "Aynı şey", "reason": "İkisi bir"}
    assert moderator.submit(page, {**sent, "act": "gather"}).status_code == 303
    assert problems() == {"Aynı şey": ["Bir", "İki"]}
    assert newest().reason == "İkisi bir"
    shown = moderator.get(page)
    for side in ("cso", "public"):
        assert shown.all("span", class_=f"sector sector--{side}"), side


def test_what_was_ticked_and_typed_stays_when_the_title_is_missing(moderator, event, page):
    first, second = said(event, "Bir"), said(event, "İki")
    shown = moderator.post(page, {"statement": str(first.id), "title": "", "title_en": "Both"})
    boxes = {box.attributes["value"]: box for box in shown.all("input", name="statement")}
    assert "checked" in boxes[str(first.id)].attributes
    assert "checked" not in boxes[str(second.id)].attributes
    assert shown.all("input", name="title_en")[0].attributes["value"] == "Both"
    assert problems() == {}


def test_a_tick_on_another_page_of_the_list_is_not_lost(moderator, event, page, monkeypatch):
    monkeypatch.setattr(boards, "PAGE", 1)
    rows = sorted([said(event, "Bir"), said(event, "İki")], key=lambda row: row.id)
    shown = moderator.post(page, {"statement": str(rows[1].id)})
    [box] = [b for b in shown.all("input", name="statement") if "checked" in b.attributes]
    assert box.attributes["value"] == str(rows[1].id)


def test_one_press_adds_what_is_ticked_to_a_problem(moderator, event, page):
    grown, late = problem(event), said(event, "Geç gelen")
    moderator.submit(page, {"statement": str(late.id), "here": str(grown.id)})
    assert problems() == {"Yazışma uzun sürüyor": ["Geç gelen", "Yazılarımıza yanıt gelmiyor"]}
    assert kinds()[-1] is ActKind.FILE


def test_one_press_on_what_is_offered_adds_that_statement_alone(moderator, event, page):
    grown, late, ticked = problem(event), said(event, "Geç gelen"), said(event, "İşaretli")
    moderator.submit(page, {"offer": f"{late.id}-{grown.id}", "statement": str(ticked.id)})
    assert problems()[grown.title] == ["Geç gelen", "Yazılarımıza yanıt gelmiyor"]


def test_mates_and_problems_are_offered_with_shared_words_and_certainty(moderator, event, page):
    first = said(event, "Müdürlük yazılarımıza aylarca cevap vermiyor")
    said(event, "MÜDÜRLÜK YAZILARIMIZA AYLARCA CEVAP VERMİYOR!")
    filed = said(event, "Müdürlük dilekçelere cevap vermiyor")
    made = problems_made.filed([filed], "Müdürlük cevap vermiyor")
    db.session.commit()
    [link] = [a for a in moderator.get(page).all("a") if "offers=1" in a.attributes["href"]]
    shown = moderator.get(f"{link.attributes['href']}&lang=en")
    assert "The same" in shown.words()
    assert "Shared words: müdürlük" in shown.words()
    offers = {b.attributes["value"] for b in shown.all("button", name="offer")}
    assert f"{first.id}-{made.id}" in offers
    together, _other = shown.all("a", class_="offer")
    ticked = moderator.get(together.attributes["href"]).all("input", name="statement")
    assert len([box for box in ticked if "checked" in box.attributes]) == 2


def test_a_problem_of_another_list_lends_its_title(moderator, event, page):
    elsewhere = problem(factories.event(title="Başka gün"), "Cevap gelmiyor")
    row = said(event, "Yazılara cevap gelmiyor")
    sent = {"offer": f"{row.id}={elsewhere.id}"}
    assert moderator.post(page, sent).all("p", id="title-error")
    elsewhere.published_at = NOW
    db.session.commit()
    moderator.submit(page, sent)
    here = list_with(Scope(event_id=event.id))
    assert [row.problem.title for row in counted_problems(here)] == ["Cevap gelmiyor"]
    assert elsewhere.part_of_id is None


def test_statements_are_split_off_and_moved(moderator, event, page):
    whole, other = problem(event, "Bütün", count=3), problem(event, "Diğer")
    first, second, _third = [str(row.id) for row in whole.statements]
    moderator.submit(page, {"statement": first, "title": "Parça", "act": "gather"})
    moderator.submit(page, {"statement": second, "into": str(other.id), "act": "gather"})
    assert {title: len(rows) for title, rows in problems().items()} == {
        "Bütün": 1,
        "Diğer": 2,
        "Parça": 1,
    }
    assert kinds()[-2:] == [ActKind.SPLIT, ActKind.MOVE]


def test_problems_that_say_the_same_become_one(moderator, event, page):
    numbers = [str(problem(event, title).id) for title in ("Bir", "İki", "Üç")]
    moderator.submit(page, {"problem": numbers[:2], "into": numbers[2], "act": "merge"})
    assert {title: len(rows) for title, rows in problems().items()} == {"Üç": 3}


def test_statements_are_hidden_with_a_reason_and_shown_again(moderator, event, page):
    row = said(event, "Konu dışı")
    shown = moderator.post(page, {"statement": str(row.id), "act": "hide"})
    assert shown.all("p", id="hide_reason-error")
    sent = {"statement": str(row.id), "act": "hide", "hide_reason": "Etkinlikle ilgili değil"}
    moderator.submit(page, sent)
    assert "Konu dışı" not in moderator.get(page).words()
    assert "Etkinlikle ilgili değil" in moderator.get(f"{page}?shelf=hidden").words()
    moderator.submit(f"{page}?shelf=hidden", {"statement": str(row.id), "act": "show"})
    assert db.session.get_one(Statement, row.id).state is StatementState.VISIBLE


def test_a_problem_gives_its_statements_back(moderator, event, page):
    made = problem(event, count=2)
    first = made.statements[0]
    moderator.submit(page, {"statement": str(first.id), "act": "take-out"})
    assert {title: len(rows) for title, rows in problems().items()} == {made.title: 1}
    moderator.submit(page, {"dissolve": str(made.id)})
    assert problems() == {}
    assert len(moderator.get(page).all("input", name="statement")) == 2


def test_a_problem_is_renamed_on_its_own_page(moderator, event):
    made = problem(event)
    edit = f"/organizer/problems/{made.id}/edit"
    assert moderator.get(edit).all("input", name="title")[0].attributes["value"] == made.title
    moderator.post(edit, {"title": ""})
    moderator.submit(edit, {"title": "Yeni başlık", "title_en": "New title"})
    assert list(problems()) == ["Yeni başlık"]


@pytest.mark.parametrize(
    "ticked",
    [
        {},
        {"statement": "999999999999999999999999"},
        {"statement": "x"},
        {"problem": "99999999999"},
        {"offer": "x-y"},
        {"here": "1"},
        {"act": "merge"},
        {"act": "link"},
        {"act": "show"},
        {"act": "take-out"},
        {"act": "hide", "hide_reason": "Konu dışı"},
        {"act": "nonsense", "title": "\x00"},
    ],
)
def test_nothing_ticked_that_is_there_is_said_and_changes_nothing(moderator, event, page, ticked):
    said(event)
    shown = moderator.post(page, {"title": "Boş", **ticked})
    assert shown.all("div", class_="notice notice--danger") or "error-summary" in str(
        [e.attributes.get("class") for e in shown.elements]
    )
    assert problems() == {}


def test_another_events_statement_cannot_be_added_here(moderator, event, page):
    elsewhere = said(factories.event(title="Başka gün"))
    said(event)
    sent = {"statement": str(elsewhere.id), "title": "Olmaz"}
    assert moderator.post(page, sent, status=409).all("div", class_="notice notice--danger")
    assert problems() == {}


def test_the_page_says_what_was_done_with_its_undo_beside_it(moderator, event, page):
    row = said(event)
    moderator.submit(page, {"statement": str(row.id), "title": "Yanlış"})
    shown = moderator.get(f"{page}?lang=en")
    assert "1 statement added to “Yanlış”." in shown.words()
    [undo] = [f for f in shown.all("form") if f.attributes["action"].endswith("/undo")]
    assert moderator.submit(undo.attributes["action"], {}, page=page).status_code == 303
    assert problems() == {}
    assert "Undone: 1 statement added to “Yanlış”." in moderator.get(f"{page}?lang=en").words()


def test_one_goes_on_at_the_next_statement_of_the_same_page(moderator, event, page):
    rows = sorted(said(event, str(number)).id for number in range(3))
    answer = moderator.submit(f"{page}?shelf=ungrouped", {"statement": str(rows[0]), "title": "A"})
    assert answer.headers["Location"] == f"{page}?shelf=ungrouped#statement-{rows[1]}"
    answer = moderator.submit(page, {"statement": str(rows[2]), "title": "B"})
    assert answer.headers["Location"] == f"{page}#said"


def test_what_another_moderator_did_meanwhile_is_told_and_nothing_is_lost(moderator, event, page):
    grown, row = problem(event, "Bir"), said(event, "Taşınan")
    seen = {e.attributes["value"] for e in moderator.get(page).all("input", name="seen")}
    other = factories.user(name="Ayşe Demir")
    file_statements(list_of(Scope(event_id=event.id)), [row.id], title="Onunki", by=other, at=NOW)
    db.session.commit()
    sent = {
        "statement": str(row.id),
        "into": str(grown.id),
        "reason": "Benzer",
        "seen": seen.pop(),
        "act": "gather",
    }
    hidden = moderator.get(page).form_values() | {"seen": sent["seen"]}
    answer = moderator.client.post(f"{page}?lang=en", data={**hidden, **sent})
    assert answer.status_code == 409
    assert "Ayşe Demir did this: 1 statement added to “Onunki”." in answer.text
    assert 'value="Benzer"' in answer.text
    assert problems()["Onunki"] == ["Taşınan"]
    again = moderator.submit(page, {name: sent[name] for name in ("statement", "into", "act")})
    assert again.status_code == 303
    assert "Taşınan" in problems()["Bir"]


def test_a_problem_that_another_moderator_merged_away_is_named(moderator, event, page):
    gone, kept, row = problem(event, "Giden"), problem(event, "Kalan"), said(event, "Yeni")
    moderator.submit(page, {"problem": [gone.id, kept.id], "into": str(kept.id), "act": "merge"})
    shown = moderator.post(
        page, {"statement": str(row.id), "into": str(gone.id), "act": "gather"}, status=409
    )
    assert "“Giden”" in shown.words()


def test_the_statements_of_a_problem_are_shown_on_demand(moderator, event, page):
    made = problem(event)
    assert "Yazılarımıza yanıt gelmiyor" not in moderator.get(page).words()
    assert "Yazılarımıza yanıt gelmiyor" in moderator.get(f"{page}?open={made.id}").words()
    moderator.get(f"{page}?open=nonsense")


def test_texts_in_any_script_and_of_any_kind_are_shown_as_they_were_written(moderator, event, page):
    for text in ("<script>alert(1)</script>", "مشكلة", "çğıöşü İ", "x" * 10_000):
        said(event, text)
    assert "<script>alert(1)</script>" in moderator.get(page).words()


def test_viewers_look_and_change_nothing(browser_of_pages, event, page):
    made = problem(event)
    said(event, "Tek başına")
    factories.sign_in(browser_of_pages.client, factories.user(Role.VIEWER))
    shown = browser_of_pages.get(f"{page}?open={made.id}")
    assert "Yazışma uzun sürüyor" in shown.words()
    assert "Tek başına" in shown.words()
    assert not shown.all("input", name="statement")
    assert not [form for form in shown.all("form") if page in form.attributes["action"]]
    assert browser_of_pages.submit(page, {"title": "x"}, page="/account").status_code == 403
    act = f"/organizer/acts/{newest().id}/undo"
    assert browser_of_pages.submit(act, {}, page="/account").status_code == 403


def test_viewers_read_what_the_public_reads(browser_of_pages, event, page):
    made = problem(event)
    for where in (None, made):
        statement(event, "Zeynep aramadı", where, public_text="[kişi adı] aramadı")
    factories.sign_in(browser_of_pages.client, factories.user(Role.VIEWER))
    words = browser_of_pages.get(f"{page}?open={made.id}").words()
    assert words.count("[kişi adı] aramadı") == 2
    assert "Zeynep" not in words


def test_another_provinces_list_is_not_found(browser_of_pages, event, page):
    made = problem(event)
    act = newest().id
    user = factories.user(Role.PROVINCIAL_ORGANIZER, province="06")
    factories.sign_in(browser_of_pages.client, user)
    for address in (
        page,
        f"{page}/acts",
        f"/organizer/problems/{made.id}/edit",
        "/organizer/problems/lists/19",
        "/organizer/problems/lists/programme",
        "/organizer/problems/lists/06x",
    ):
        browser_of_pages.get(address, status=404)
    undo = browser_of_pages.submit(f"/organizer/acts/{act}/undo", {}, page="/account")
    assert undo.status_code == 404
    assert browser_of_pages.submit(page, {"title": "x"}, page="/account").status_code == 404
    browser_of_pages.get("/organizer/problems/lists/06")


def test_a_provinces_board_has_what_surveys_said_and_the_parts_of_its_problems(moderator, event):
    said(None, "Ankette söylenen", province="19")
    said(None, "Başka ilde", province="06")
    part = problem(event, "Etkinlikteki")
    link_problems(
        list_of(Scope(event_id=event.id)),
        [part.id],
        title="İldeki",
        scope=Scope(province="19"),
        by=factories.user(),
        at=NOW,
    )
    db.session.commit()
    words = moderator.get("/organizer/problems/lists/19?lang=en").words()
    assert "Ankette söylenen" in words
    assert "Başka ilde" not in words
    assert "İldeki" in words
    assert "Etkinlikteki" in words
    assert "1 statement" in words
    assert "İldeki" not in moderator.get("/organizer/problems/lists/programme").words()


def test_a_problem_is_linked_to_a_wider_one_and_unlinked(moderator, event, page):
    made = problem(event)
    sent = {"problem": str(made.id), "act": "link", "title": "Genel", "scope": str(PROGRAMME)}
    assert moderator.submit(page, sent).status_code == 303
    part = db.session.get_one(Problem, made.id)
    assert part.part_of_id is not None
    board = "/organizer/problems/lists/programme"
    assert "Genel" in moderator.get(board).words()
    whole = f"/organizer/problems/{part.part_of_id}/edit"
    assert moderator.submit(whole, {"title": "Daha genel"}).status_code == 303
    moderator.submit(page, {"unlink": str(made.id)})
    db.session.expire_all()
    assert db.session.get_one(Problem, made.id).part_of_id is None


def test_longer_lists_need_no_more_questions_to_the_database(moderator, event, page):
    counts = []
    said(event)
    moderator.get(f"{page}?offers=1")  # reads what other lists are called, once for a while
    for _ in range(2):
        problem(event)
        said(event)
        for address in (page, f"{page}?offers=1"):
            with count_statements() as counted:
                moderator.get(address)
            counts.append(len(counted))
        for _ in range(2):
            problem(event, count=2)
            said(event)
    assert counts[:2] == counts[2:]
    assert counts[0] <= 9
    assert counts[1] <= 17


def test_more_statements_than_a_page_holds_are_paged(moderator, event, page, monkeypatch):
    monkeypatch.setattr(boards, "PAGE", 2)
    for number in range(3):
        said(event, str(number))
        problem(event, f"Sorun {number}")
    first = moderator.get(page)
    next_page, more_problems = [a.attributes["href"] for a in first.all("a", rel="next")]
    boxes = [
        len(shown.all("input", name="statement")) for shown in (first, moderator.get(next_page))
    ]
    assert boxes == [2, 1]
    assert len(moderator.get(more_problems).all("input", name="problem")) == 1
    moderator.get(f"{page}?after=nonsense", status=400)
    moderator.get(f"{page}?shelf=nonsense", status=400)
