import pytest

from extensions import db
from models.scopes import Scope
from models.users import Role
from tests import factories
from tests.operations.problems.sorting import Board, number_of, where
from tests.statements import count_statements


@pytest.fixture
def board(app):
    return Board()


@pytest.fixture
def acts(board):
    return f"/events/{board.event.id}/acts"


def texts(*numbers):
    return [str(number) for number in numbers]


def test_statements_are_filed_and_the_act_is_undone_and_done_again(program, board, acts):
    one, two = board.say("a", "b")
    db.session.commit()
    body = {"act": "file", "statements": texts(one, two), "title": " Yol ", "reason": "Aynı"}
    made = program.post(acts, body)
    assert made == {
        "id": made["id"],
        "act": "file",
        "problem": {
            "id": made["problem"]["id"],
            "title": "Yol",
            "title_en": "",
            "scope": f"event:{board.event.id}",
            "published": False,
            "standing": "open",
            "merged_into": None,
            "part_of": None,
            "statements": texts(*sorted([one, two])),
        },
        "undone_by": None,
        "undoes": None,
        "actor": {"id": program.user.id, "name": program.user.name},
        "reason": "Aynı",
        "at": made["at"],
    }
    undo = program.post(f"/acts/{made['id']}/undo")
    assert (undo["act"], undo["undoes"], undo["undone_by"]) == ("undo", made["id"], None)
    assert (undo["problem"]["standing"], undo["problem"]["statements"]) == ("dissolved", [])
    again = program.post(f"/acts/{undo['id']}/undo")
    assert again["problem"]["statements"] == texts(*sorted([one, two]))


def test_every_act_is_taken(program, board, acts):
    first, [one, two] = board.heading("a", "b")
    _second, [three] = board.heading("c")
    db.session.commit()

    def act(name, **body):
        told = program.post(acts, {"act": name, **body})
        assert told["act"] == name
        return told["problem"]

    split = act("split", problems=[first], statements=texts(two), title="Ayrı")
    assert (split["title"], split["statements"]) == ("Ayrı", texts(two))
    moved = act("move", statements=texts(three), into=first)
    assert moved["statements"] == texts(*sorted([one, three]))
    merged = act("merge", problems=[first, split["id"]], into=first)
    assert merged["statements"] == texts(*sorted([one, two, three]))
    renamed = act("rename", problems=[first], title="Yeni")
    assert (renamed["id"], renamed["title"]) == (first, "Yeni")
    whole = act("link", problems=[first], title="İl", scope="province:19")
    assert whole["scope"] == "province:19"
    above = act("link", problems=[whole["id"]], title="Hepsi", scope="programme")
    other, _said = board.heading("d")
    db.session.commit()
    assert act("link", problems=[other], into=above["id"])["id"] == above["id"]
    assert act("hide", statements=texts(one), reason="Sert") is None
    db.session.expire_all()
    assert where(one) == ("hidden", None, "Sert")


def test_acts_are_listed_newest_first_page_by_page(program, board, acts):
    problem, [one] = board.heading("a")
    db.session.commit()
    rename = program.post(acts, {"act": "rename", "problems": [problem], "title": "Yeni"})
    hide = program.post(acts, {"act": "hide", "statements": texts(one), "reason": "Sert"})
    undo = program.post(f"/acts/{hide['id']}/undo")
    page = program.get(f"{acts}?limit=2")
    assert [(item["id"], item["undone_by"]) for item in page["items"]] == [
        (undo["id"], None),
        (hide["id"], undo["id"]),
    ]
    rest = program.get(f"{acts}?limit=2&after={page['next']}")
    assert [item["act"] for item in rest["items"]] == ["rename", "file"]
    assert (rest["items"][0]["id"], rest["next"]) == (rename["id"], None)
    assert [item["reason"] for item in page["items"]] == ["", "Sert"]
    assert page["items"][0]["actor"]["name"] == program.user.name
    assert "statements" not in rest["items"][0]["problem"]
    program.get(f"{acts}?after=x", 422)


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_of_acts_takes_as_many_statements_for_one_as_for_three(
    program, board, acts, number
):
    for _each in range(number):
        board.heading("a")
    db.session.commit()
    db.session.expunge_all()
    program.get(acts)
    with count_statements() as seen:
        assert len(program.get(acts)["items"]) == number
    assert len(seen) == 4


def test_an_act_on_another_list_that_touched_this_one_is_listed_too(program, board, acts):
    problem, _said = board.heading("a")
    other, _said = (elsewhere := Board()).heading("b")
    linked = elsewhere.link([problem, other], title="İl", scope=Scope(province="19"))
    db.session.commit()
    assert program.get(acts)["items"][0]["id"] == linked.id
    empty = factories.event()
    assert program.get(f"/events/{empty.id}/acts") == {"items": [], "next": None}


def test_a_later_act_is_named(program, board, acts):
    _problem, [one] = board.heading("a")
    db.session.commit()
    [first] = program.get(acts)["items"]
    later = program.post(acts, {"act": "hide", "statements": texts(one), "reason": "Sert"})
    refused = program.post(f"/acts/{first['id']}/undo", status=409)
    assert refused["type"].endswith("#later-act")
    assert refused["act"] == later["id"]
    program.post(f"/acts/{later['id']}/undo")
    refused = program.post(f"/acts/{later['id']}/undo", status=409)
    assert refused["type"].endswith("#already-undone")


def test_bad_acts_name_the_field(program, board, acts):
    problem, [one] = board.heading("a")
    other, [two] = board.heading("b")
    theirs, [foreign] = Board().heading("c")
    db.session.commit()

    def fields(name, **body):
        refused = program.post(acts, {"act": name, **body}, 422)
        return sorted(field.partition(".")[0] for field in refused["errors"])

    said = texts(one)
    assert fields("burn") == ["act"]
    assert fields("file", title="x") == ["statements"]
    assert fields("file", statements=said) == ["into"]
    assert fields("file", statements=said, into=problem, title="x") == ["into"]
    assert fields("file", statements=said, title="  ") == ["title"]
    assert fields("file", statements=texts(foreign), title="x") == ["statements"]
    assert fields("file", statements=["9" * 19], title="x") == ["statements"]
    assert fields("file", statements=[one], title="x") == ["statements"]
    assert fields("file", statements=["²"], title="x") == ["statements"]
    assert fields("file", statements=said, into=theirs) == ["into"]
    assert fields("merge") == ["into", "problems"]
    assert fields("merge", problems=[problem], into=problem) == ["problems"]
    assert fields("merge", problems=[problem, other], into=theirs) == ["into"]
    assert fields("merge", problems=[problem, theirs], into=problem) == ["problems"]
    assert fields("split", problems=[problem]) == ["statements", "title"]
    assert fields("split", problems=[problem], statements=texts(two), title="x") == ["statements"]
    assert fields("move", statements=said, into=theirs) == ["into"]
    assert fields("rename", problems=[problem, other], title="x") == ["problems"]
    assert fields("rename", problems=[theirs], title="x") == ["problems"]
    assert fields("hide", statements=said) == ["reason"]
    assert fields("hide", statements=said, reason=" ") == ["reason"]
    assert fields("link", problems=[problem], title="x") == ["into"]
    assert fields("link", problems=[problem], title="x", scope="köy") == ["scope"]
    assert fields("link", problems=[problem], into=other) == ["into"]
    assert fields("link", problems=[theirs], title="x", scope="programme") == ["problems"]
    assert len(program.get(acts)["items"]) == 2


def test_a_cycle_and_a_problem_that_is_gone_are_conflicts(program, board, acts):
    problem, [one] = board.heading("a")
    other, _said = board.heading("b")
    whole = number_of(board.link([problem], title="İl", scope=Scope(province="19")))
    board.merge([problem, other], into=other)
    db.session.commit()
    refused = program.post(acts, {"act": "link", "problems": [whole], "into": other}, 409)
    assert refused["type"].endswith("#cycle")
    body = {"act": "file", "statements": texts(one), "into": problem}
    refused = program.post(acts, body, 409)
    assert refused["type"].endswith("#problem-gone")
    assert (refused["problem"], refused["merged_into"]) == (problem, other)


def test_what_reaches_beyond_the_province_is_out_of_reach(program_of, board, acts):
    problem, _said = board.heading("a")
    db.session.commit()
    moderator = program_of(Role.MODERATOR, province="19")
    body = {"act": "link", "problems": [problem], "title": "x"}
    assert moderator.post(acts, {**body, "scope": "programme"}, 403)["type"].endswith(
        "#outside-province"
    )
    within = moderator.post(acts, {**body, "scope": "province:19"})
    beyond = program_of().post(acts, {**body, "scope": "programme"})
    assert [item["id"] for item in moderator.get(acts)["items"]][:2] == [
        beyond["id"],
        within["id"],
    ]
    moderator.post(f"/acts/{beyond['id']}/undo", status=404)
    program_of().post(f"/acts/{beyond['id']}/undo")
    moderator.post(f"/acts/{within['id']}/undo")
    program_of(Role.MODERATOR, province="06").post(f"/acts/{within['id']}/undo", status=404)


@pytest.mark.parametrize("number", [1, 20])
def test_twenty_are_filed_in_as_many_statements_as_one(program, board, acts, number):
    heading, _said = board.heading("a")
    said = board.say(*["b"] * number)
    db.session.commit()
    body = {"act": "file", "statements": texts(*said), "into": heading}
    db.session.expunge_all()
    with count_statements() as seen:
        program.post(acts, body)
    assert len(seen) == 14
