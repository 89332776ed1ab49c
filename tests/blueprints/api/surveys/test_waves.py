"""Waves and the rights in them."""

import pytest
import sqlalchemy as sa

from extensions import db
from models.audit import AuditAction, AuditEntry
from models.feedback import FeedbackInvitation, Right
from models.forms import Form
from models.letters import Letter
from tests import factories
from tests.blueprints.api.surveys.test_surveys import OPENED, QUESTIONS, SURVEY, survey
from tests.factories import feedback

WAVE = {"name": "İlk", "opens_at": OPENED, "link": "personal"}
__all__ = ["survey"]


@pytest.fixture
def begin(program, survey):
    return lambda **changes: program.post(f"/surveys/{survey['id']}/waves", {**WAVE, **changes})


def test_a_wave_is_numbered_and_tells_its_state(program, survey, begin):
    first, second = begin(), begin(name="İkinci", link="open", opens_at="2100-01-01T00:00:00Z")
    assert (first["number"], first["status"], first["url"]) == (1, "open", None)
    assert (second["number"], second["status"]) == (2, "planned")
    assert second["url"] == f"http://meydan.example.org/surveys/{survey['slug']}"
    assert program.get(f"/surveys/{survey['id']}")["waves"] == [first, second]
    assert program.get(f"/waves/{first['id']}") == first


def test_bad_fields_of_a_wave_are_named(program, survey):
    for field, value in (
        ("name", ""),
        ("link", "telepathy"),
        ("opens_at", "2027-03-12"),
        ("closes_at", OPENED),
        ("target.sectors.0", {"sectors": ["them"]}),
        ("target.provinces.0", {"provinces": ["99"]}),
        ("target.event", {"event": 12345}),
    ):
        sent = {**WAVE, field.partition(".")[0]: value}
        refused = program.post(f"/surveys/{survey['id']}/waves", sent, 422)
        assert list(refused["errors"]) == [field]


def test_a_wave_may_ask_a_changed_copy_whose_items_stay(program, survey, begin):
    program.patch(f"/surveys/{survey['id']}", {"questions": QUESTIONS})
    same = begin(questions=QUESTIONS)
    assert same["form_id"] == survey["form_id"]
    other = begin(questions=[{**QUESTIONS[0], "label": "Yararlı mıydı?"}, QUESTIONS[1]])
    assert other["form_id"] != survey["form_id"]
    asked = {q.key: q for q in questions_of_form(other["form_id"])}
    assert list(asked) == ["useful", "parts", "talk", "lunch"]
    assert (asked["useful"].label, asked["useful"].points) == ("Yararlı mıydı?", 7)
    assert asked["talk"].matrix_id == asked["parts"].id
    assert [q["label"] for q in program.get(f"/surveys/{survey['id']}")["questions"]] == [
        q["label"] for q in QUESTIONS
    ]


def test_what_an_item_was_first_asked_as_goes_along_where_its_label_stays(program, survey, begin):
    paper = begin(link="paper")
    program.post(f"/waves/{paper['id']}/answers", {"answers": {"useful": 1}}, 202)
    mended = [{"item": "useful", "label": "Ne kadar yararlı?!"}]
    program.patch(f"/surveys/{survey['id']}", {"questions": mended})
    fewer = begin(questions=[{"item": "tell", "label": "Önerir miydiniz?"}])
    asked = {q.key: q for q in questions_of_form(fewer["form_id"])}
    assert asked["useful"].asked_as == "Ne kadar yararlı?"
    assert (asked["tell"].label, asked["tell"].asked_as) == ("Önerir miydiniz?", "")


def test_a_question_that_was_never_asked_leaves_nothing_behind(program, survey, begin):
    program.patch(f"/surveys/{survey['id']}", {"questions": QUESTIONS[:1]})
    assert [q.key for q in questions_of_form(survey["form_id"])] == ["useful"]
    begin()
    program.patch(f"/surveys/{survey['id']}", {"questions": QUESTIONS[2:3]})
    first, second = questions_of_form(survey["form_id"])
    assert (first.key, first.retired_at, second.key) == ("tell", None, "useful")
    assert second.retired_at is not None


def questions_of_form(form_id):
    db.session.expire_all()
    return db.session.get_one(Form, form_id).questions


def test_rights_are_handed_out_as_links(program, begin):
    wave = begin()
    made = program.post(f"/waves/{wave['id']}/rights", {"count": 3})
    urls = [item["url"] for item in made["items"]]
    assert len(set(urls)) == 3
    assert all(url.startswith("http://meydan.example.org/feedback/") for url in urls)
    assert program.get(f"/waves/{wave['id']}")["invited"] == 3
    assert db.session.scalars(sa.select(Letter)).all() == []


def test_people_are_written_to_once_in_a_wave(program, begin):
    wave = begin()
    people = [{"email": "Isil@Example.ORG", "locale": "en"}, {"email": "can@example.org"}]
    path = f"/waves/{wave['id']}/rights"
    made = program.post(path, {"people": [*people, {"email": "isil@example.org"}]})
    assert [item["email"] for item in made["items"]] == ["isil@example.org", "can@example.org"]
    again = program.post(path, {"people": [*people, {"email": "deniz@example.org"}]})
    assert [item["email"] for item in again["items"]] == ["deniz@example.org"]
    letters = db.session.scalars(sa.select(Letter).order_by(Letter.id)).all()
    assert [letter.to_address for letter in letters] == [
        "isil@example.org",
        "can@example.org",
        "deniz@example.org",
    ]
    assert {letter.kind for letter in letters} == {"survey_invited"}
    assert made["items"][0]["url"] in letters[0].text
    assert SURVEY["title"] in letters[0].subject
    assert program.get(f"/waves/{wave['id']}")["invited"] == 3


def test_who_is_on_a_list_and_was_invited_gets_no_second_letter(program):
    held = feedback.right(factories.event(over=True), email="isil@example.org")
    made = program.post(
        f"/waves/{held.wave_id}/rights", {"people": [{"email": "isil@example.org"}]}
    )
    assert made["items"] == []
    path = f"/waves/{held.wave_id}/rights"
    assert program.post(path, {"people": [{"email": "can@example.org"}]})["items"]
    [letter] = db.session.scalars(sa.select(Letter).where(Letter.to_address == "can@example.org"))
    assert held.wave.event.title in letter.subject


def test_nobody_is_written_to_before_the_wave_opens(program, begin):
    wave = begin(opens_at="2100-01-01T00:00:00Z")
    program.post(f"/waves/{wave['id']}/rights", {"people": [{"email": "can@example.org"}]})
    [letter] = db.session.scalars(sa.select(Letter))
    assert letter.due_at.year == 2100


def test_bad_rights_are_named(program, begin):
    path = f"/waves/{begin()['id']}/rights"
    person = {"email": "can@example.org"}
    for sent, field in (
        ({}, "count"),
        ({"count": 1, "people": [person]}, "count"),
        ({"count": 0}, "count"),
        ({"count": True}, "count"),
        ({"people": []}, "people"),
        ({"people": [{"email": "nobody"}]}, "people.0.email"),
        ({"people": [{**person, "locale": "fr"}]}, "people.0.locale"),
    ):
        assert list(program.post(path, sent, 422)["errors"]) == [field]


def test_only_a_wave_by_personal_link_has_rights(program, begin):
    for link in ("open", "paper"):
        refused = program.post(f"/waves/{begin(link=link)['id']}/rights", {"count": 1}, 409)
        assert refused["type"].endswith("#wave-without-rights")


def test_a_wave_is_closed_by_hand_at_once(program, begin):
    wave = begin()
    program.post(f"/waves/{wave['id']}/rights", {"people": [{"email": "can@example.org"}]})
    closed = program.post(f"/waves/{wave['id']}/closing", status=200)
    assert (closed["status"], closed["settled"], closed["invited"]) == ("closed", True, 1)
    db.session.expire_all()
    assert db.session.scalars(sa.select(Right)).all() == []
    assert len(db.session.scalars(sa.select(FeedbackInvitation)).all()) == 1
    refused = program.post(f"/waves/{wave['id']}/rights", {"count": 1}, 409)
    assert refused["type"].endswith("#wave-closed")
    assert program.post(f"/waves/{wave['id']}/closing", status=200)["status"] == "closed"


def test_the_sheets_of_a_paper_wave_are_kept(program, begin):
    wave = begin(link="paper")
    path = f"/waves/{wave['id']}/closing"
    assert list(program.post(path, {"sheets": -1}, 422)["errors"]) == ["sheets"]
    assert program.post(path, {"sheets": 12}, 200)["sheets"] == 12


def test_results_are_public_from_publication_on_for_closed_waves(program, survey, begin):
    wave = begin(link="paper")
    page = f"/surveys/{survey['slug']}/results"
    reader = program.client

    def publish():
        return program.post(f"/surveys/{survey['id']}/publication", status=200)["published_at"]

    published_at = publish()
    assert reader.get(page).status_code == 404
    program.post(f"/waves/{wave['id']}/closing", status=200)
    assert reader.get(page).status_code == 200
    assert publish() == published_at
    entries = db.session.scalars(
        sa.select(AuditEntry).where(AuditEntry.action == AuditAction.SURVEY_PUBLISHED)
    ).all()
    assert [entry.subject_id for entry in entries] == [survey["id"]]
