"""The pages of a selection: who may open them, who sees whose points, and the whole way."""

import io
from datetime import timedelta
from typing import Any

import openpyxl
import pytest
import sqlalchemy as sa
from flask import url_for

from extensions import db
from models.letters import Letter, LetterKind
from models.registrations import RegistrationStatus
from models.sectors import Sector
from models.selection import (
    Completeness,
    CompletenessCheck,
    Criterion,
    Dimension,
    Evaluation,
    Selection,
    SelectionRule,
)
from models.users import Role
from operations.selection.evaluations import declare_conflict_of_interest, submit_evaluation
from operations.selection.proposals import propose
from queries.selection.completeness import checked
from tests import factories
from tests.factories import NOW
from tests.factories import selection as made
from tests.statements import count_statements

ORGANIZERS = {Role.CENTRAL_ADMIN, Role.PROVINCIAL_ORGANIZER}
EVALUATORS = ORGANIZERS | {Role.EVALUATOR}
PAGES = {
    "organizer.completeness.index": ORGANIZERS,
    "organizer.completeness.edit": ORGANIZERS,
    "organizer.criteria.index": ORGANIZERS,
    "organizer.criteria.new": ORGANIZERS,
    "organizer.criteria.edit": ORGANIZERS,
    "organizer.selection_rules.index": ORGANIZERS,
    "organizer.selection_rules.new": ORGANIZERS,
    "organizer.selection_rules.edit": ORGANIZERS,
    "organizer.evaluations.index": EVALUATORS,
    "organizer.evaluations.edit": EVALUATORS,
    "organizer.selections.index": ORGANIZERS,
    "organizer.selections.show": ORGANIZERS,
    "organizer.selections.new_exchange": ORGANIZERS,
    "organizer.selections.new_confirmation": ORGANIZERS,
    "organizer.selections.record": ORGANIZERS,
}
ACTS = {
    "organizer.completeness.update": ORGANIZERS,
    "organizer.criteria.create": ORGANIZERS,
    "organizer.criteria.update": ORGANIZERS,
    "organizer.criteria.destroy": ORGANIZERS,
    "organizer.selection_rules.create": ORGANIZERS,
    "organizer.selection_rules.update": ORGANIZERS,
    "organizer.selection_rules.destroy": ORGANIZERS,
    "organizer.evaluations.update": EVALUATORS,
    "organizer.evaluations.conflict": EVALUATORS,
    "organizer.selections.create": ORGANIZERS,
    "organizer.selections.create_exchange": ORGANIZERS,
    "organizer.selections.create_confirmation": ORGANIZERS,
}


class Scene:
    def __init__(self, **details):
        self.by = factories.user(name="Kurul Başkanı")
        self.event = made.study_visit(**details)
        self.criterion = made.criterion(self.event, by=self.by, most=10)
        self.rule = made.rule(self.event, Dimension.SECTOR, "cso", by=self.by, floor=1)
        self.people = [
            made.scored(self.event, 9 - n, by=self.by, sector=sector, given_name=f"Aday{n}")
            for n, sector in enumerate([Sector.PUBLIC, Sector.PUBLIC, Sector.CSO])
        ]

    def propose(self, places=2) -> Selection:
        self.selection = propose(self.event, places=places, reserves=1, by=self.by, at=NOW)
        db.session.commit()
        return self.selection

    def address(self, app, endpoint: str) -> str:
        numbers: dict[str, Any] = {
            "event_id": self.event.id,
            "registration_id": self.people[0].id,
            "criterion_id": self.criterion.id,
            "rule_id": self.rule.id,
            "selection_id": self.selection.id,
        }
        rule = next(app.url_map.iter_rules(endpoint))
        with app.test_request_context():
            return url_for(endpoint, **{name: numbers[name] for name in rule.arguments})


@pytest.fixture
def browser(browser_of_pages):
    factories.sign_in(browser_of_pages.client, factories.user())
    return browser_of_pages


@pytest.fixture
def there(app) -> Scene:
    return Scene()


def test_no_address_of_a_selection_is_forgotten_here(app):
    areas = ("completeness", "criteria", "evaluations", "selection_rules", "selections")
    rules = {r.endpoint for r in app.url_map.iter_rules() if r.endpoint.split(".")[1:2]}
    ours = {e for e in rules if e.startswith("organizer.") and e.split(".")[1] in areas}
    assert ours == {*PAGES, *ACTS}


@pytest.mark.parametrize("role", list(Role))
def test_pages_and_acts_are_for_those_who_may_and_only_in_their_province(
    app, browser_of_pages, role
):
    here, there = Scene(province="19"), Scene(province="06")
    here.propose(), there.propose()
    client = browser_of_pages.client
    factories.sign_in(client, factories.user(role, province="19"))
    token = browser_of_pages.get("/account").form_values()["csrf_token"]
    for endpoint, allowed in PAGES.items():
        answer = client.get(here.address(app, endpoint))
        assert answer.status_code == (200 if role in allowed else 403), endpoint
        answer = client.get(there.address(app, endpoint))
        assert answer.status_code == (404 if role in allowed else 403), endpoint
    for endpoint, allowed in ACTS.items():
        answer = client.post(there.address(app, endpoint), data={"csrf_token": token})
        assert answer.status_code == (404 if role in allowed else 403), endpoint
        if role not in allowed:
            answer = client.post(here.address(app, endpoint), data={"csrf_token": token})
            assert answer.status_code == 403, endpoint


def test_an_event_without_approval_has_no_selection(browser):
    event = factories.event()
    links = browser.get(f"/organizer/events/{event.id}").all("a")
    assert not [link for link in links if link.attributes["href"].endswith("/selections")]
    for page in ("applications", "criteria", "evaluations", "selection-rules", "selections"):
        browser.get(f"/organizer/events/{event.id}/{page}", status=404)


@pytest.mark.parametrize("role", [Role.EVALUATOR, Role.CENTRAL_ADMIN])
def test_evaluators_see_no_points_and_no_words_but_their_own(browser_of_pages, there, role):
    person = there.people[0]
    submit_evaluation(
        person,
        {there.criterion.id: 7},
        comment="Çok gizli görüş",
        by=made.evaluator(name="Gizem Saklı"),
        at=NOW,
    )
    db.session.commit()
    me = factories.user(role)
    factories.sign_in(browser_of_pages.client, me)
    event = f"/organizer/events/{there.event.id}"
    for address in (f"{event}/evaluations", f"/organizer/registrations/{person.id}/evaluation"):
        page = browser_of_pages.get(address)
        assert "görüş" not in page.words() and "Gizem" not in page.words()
        assert not {"70,00", "70.00", "90,00", "90.00"} & set(page.words().split())
    fields = browser_of_pages.get(address).all("input", type="number")
    assert [field.attributes.get("value") for field in fields] == [""]


def test_who_decides_reads_what_every_evaluator_said(browser, there):
    person = there.people[0]
    submit_evaluation(
        person,
        {there.criterion.id: 7},
        comment="Deneyimi konuya uygun",
        by=made.evaluator(name="Gizem Saklı"),
        at=NOW,
    )
    db.session.commit()
    words = browser.get(f"/organizer/registrations/{person.id}/completeness").words()
    assert "Gizem Saklı" in words and "70,00" in words and "Deneyimi konuya uygun" in words


def test_sensitive_answers_are_not_shown_to_evaluators(browser_of_pages, there):
    from models.answers import RegistrationAnswer
    from models.forms import Form, FormPurpose, Question, QuestionKind

    person = there.people[0]
    form = Form(event=there.event, purpose=FormPurpose.REGISTRATION)
    for position, sensitive in enumerate((False, True)):
        question = Question(
            form=form,
            position=position,
            kind=QuestionKind.SHORT_TEXT,
            sensitive=sensitive,
            label="Yemek" if sensitive else "Gerekçe",
        )
        db.session.add(
            RegistrationAnswer(
                registration=person,
                question=question,
                answered_at=NOW - timedelta(days=1),
                text="Glutensiz" if sensitive else "Öğrenmek istiyorum",
            )
        )
    db.session.commit()
    factories.sign_in(browser_of_pages.client, made.evaluator())
    shown = browser_of_pages.get(f"/organizer/registrations/{person.id}/evaluation").words()
    assert "Öğrenmek istiyorum" in shown and "Glutensiz" not in shown
    factories.sign_in(browser_of_pages.client, there.by)
    shown = browser_of_pages.get(f"/organizer/registrations/{person.id}/completeness").words()
    assert "Glutensiz" in shown


def test_evaluators_go_from_one_application_to_the_next(browser_of_pages, there):
    me = made.evaluator()
    factories.sign_in(browser_of_pages.client, me)
    first, second, _third = (
        f"/organizer/registrations/{person.id}/evaluation" for person in there.people
    )
    field = f"points_{there.criterion.id}"
    page = browser_of_pages.post(first, {field: "11", "comment": "İyi"})
    assert "İyi" in page.words("textarea") and page.all("p", id=f"{field}-error")
    answer = browser_of_pages.submit(first, {field: "8", "comment": "İyi", "next": "1"})
    assert (answer.status_code, answer.location) == (303, second)
    own = db.session.scalars(sa.select(Evaluation).filter_by(evaluator_id=me.id)).one()
    assert ([s.points for s in own.scores], own.comment) == ([8], "İyi")
    assert (
        "80,00"
        in browser_of_pages.get(f"/organizer/events/{there.event.id}/evaluations?lang=tr").words()
    )
    browser_of_pages.submit(first, {field: "5"})
    db.session.expire_all()
    assert [s.points for s in own.scores] == [5]


def test_who_declares_a_conflict_gives_no_points_and_reads_no_further(browser_of_pages, there):
    me, person = made.evaluator(), there.people[0]
    submit_evaluation(person, {there.criterion.id: 1}, comment="", by=me, at=NOW)
    db.session.commit()
    factories.sign_in(browser_of_pages.client, me)
    page = f"/organizer/registrations/{person.id}/evaluation"
    answer = browser_of_pages.submit(page.replace("evaluation", "conflict"), {}, page=page)
    assert answer.status_code == 303
    assert db.session.scalar(sa.text("SELECT count(*) FROM scores")) == 3
    for address in (page, f"/organizer/registrations/{person.id}"):
        browser_of_pages.get(address, status=404)
    factories.sign_in(browser_of_pages.client, there.by)
    listed = browser_of_pages.get(f"/organizer/events/{there.event.id}/selections").words()
    assert "90,00" in listed


def test_an_organizer_with_a_conflict_keeps_the_list_but_not_the_desk(browser_of_pages, there):
    person = there.people[0]
    declare_conflict_of_interest(person, by=there.by, at=NOW)
    db.session.commit()
    factories.sign_in(browser_of_pages.client, there.by)
    page = browser_of_pages.get(f"/organizer/registrations/{person.id}/evaluation")
    assert not page.all("input", type="number") and person.institution not in page.words()
    browser_of_pages.get(f"/organizer/registrations/{person.id}")


def test_what_is_missing_is_written_and_a_new_answer_asks_for_a_new_check(browser, there):
    from models.answers import RegistrationAnswer
    from models.forms import Form, FormPurpose, Question, QuestionKind

    person = made.application(there.event, by=there.by, complete=False)
    page = f"/organizer/registrations/{person.id}/completeness"
    browser.post(page, {"state": "incomplete", "missing": ""})
    answer = browser.submit(page, {"state": "incomplete", "missing": "Görev yazısı"})
    assert answer.status_code == 303
    letter = db.session.scalars(
        sa.select(Letter).where(Letter.kind == LetterKind.APPLICATION_INCOMPLETE)
    ).one()
    assert "Görev yazısı" in letter.text and "/answers" in letter.text
    assert checked(person).state is Completeness.INCOMPLETE
    check = db.session.get(CompletenessCheck, person.id)
    question = Question(
        form=Form(event=there.event, purpose=FormPurpose.REGISTRATION),
        position=1,
        kind=QuestionKind.SHORT_TEXT,
        label="Görev",
    )
    db.session.add(
        RegistrationAnswer(
            registration=person,
            question=question,
            text="Ekte",
            answered_at=check.checked_at + timedelta(seconds=1),
        )
    )
    db.session.commit()
    assert checked(person).state is Completeness.UNCHECKED
    listed = browser.get(f"/organizer/events/{there.event.id}/applications?state=unchecked")
    assert person.name in listed.words()


def test_criteria_stay_once_somebody_has_given_points(browser, there):
    event = f"/organizer/events/{there.event.id}/criteria"
    fields = {"name": "Deneyim", "weight": "2", "most": "5"}
    browser.post(f"{event}/new", fields, status=409)
    edit = f"/organizer/criteria/{there.criterion.id}/edit"
    browser.post(edit, {"name": "Yarar", "weight": "2", "most": "10"}, status=409)
    browser.submit(edit, {"name": "Katkı", "name_en": "Benefit", "weight": "1", "most": "10"})
    db.session.expire_all()
    assert db.session.scalars(sa.select(Criterion.name)).all() == ["Katkı"]
    fresh = made.study_visit()
    page = f"/organizer/events/{fresh.id}/criteria/new"
    browser.submit(page, fields)
    browser.post(page, fields)  # the same name again
    browser.post(page, {"name": "X", "weight": "0", "most": "x"})
    number = db.session.scalar(sa.select(Criterion.id).filter_by(event_id=fresh.id))
    browser.submit(
        f"/organizer/criteria/{number}/removal", {}, page=f"/organizer/criteria/{number}/edit"
    )
    assert db.session.scalar(sa.select(sa.func.count(Criterion.id))) == 1


def test_rules_that_contradict_each_other_are_told_at_the_field(browser, there):
    page = f"/organizer/events/{there.event.id}/selection-rules/new"
    refused = browser.post(f"{page}?by=sector", {"value": "cso", "floor": "2"})
    assert refused.all("p", id="value-error")
    assert browser.post(f"{page}?by=sector", {"value": "public", "floor": "20"}).all(
        "p", id="floor-error"
    )
    assert browser.post(f"{page}?by=gender", {"value": "woman", "floor": "3", "ceiling": "2"}).all(
        "p", id="ceiling-error"
    )
    browser.post(f"{page}?by=province", {"value": "06"})
    answer = browser.submit(f"{page}?by=institution", {"value": "", "ceiling": "1"})
    assert answer.status_code == 303
    listed = browser.get(f"/organizer/events/{there.event.id}/selection-rules?lang=en")
    assert "Every institution on its own" in listed.words()
    made_rule = db.session.scalars(sa.select(SelectionRule).filter_by(ceiling=1)).one()
    browser.submit(
        f"/organizer/selection-rules/{made_rule.id}/removal",
        {},
        page=f"/organizer/selection-rules/{made_rule.id}/edit",
    )
    assert db.session.scalar(sa.select(sa.func.count(SelectionRule.id))) == 1


def test_from_the_ranking_to_letters_with_reasons(browser, there):
    index = f"/organizer/events/{there.event.id}/selections"
    refused = browser.post(index, {"places": "99", "reserves": "1"})
    assert refused.all("p", id="places-error")
    answer = browser.submit(index, {"places": "2", "reserves": "1"})
    page = answer.location
    shown = browser.get(f"{page}?lang=en").words()
    assert "Aday0" in shown and "Aday2" in shown
    assert "Chosen over Aday1" in shown
    assert (
        "because the minimum number of places for “Civil society organisation” (1) was not yet filled"
        in shown
    )
    reserve = browser.get(f"{page}?outcome=reserve&lang=en").words()
    assert "Not chosen although ranked above Aday2" in reserve
    confirmation = f"{page}/confirmation/new"
    assert "2 people have a place" in browser.get(f"{confirmation}?lang=en").words()
    browser.post(confirmation, {"chosen": "x", "reserve": "rule", "declined": "rule"})
    answer = browser.submit(
        confirmation, {"chosen": "rule", "reserve": "rule", "declined": "nothing"}
    )
    assert (answer.status_code, answer.location) == (303, page)
    told = db.session.scalars(
        sa.select(Letter).where(Letter.kind == LetterKind.APPLICATION_RESERVED)
    ).one()
    assert "Aday" not in told.text.replace("Aday1", "")
    assert "1" in told.text and there.people[1].status_reason in told.text
    assert there.people[0].status is RegistrationStatus.CONFIRMED
    again = browser.client.get(confirmation)
    assert (again.status_code, again.location) == (303, page)


def test_people_are_exchanged_with_a_justification(browser, there):
    selection = there.propose()
    page = f"/organizer/selections/{selection.id}/exchanges/new"
    leaves, enters = str(there.people[0].id), str(there.people[1].id)
    browser.post(page, {"leaves": leaves, "enters": enters, "justification": ""})
    browser.post(page, {"leaves": enters, "enters": leaves, "justification": "Ters"})
    answer = browser.submit(
        page, {"leaves": leaves, "enters": enters, "justification": "Görevi değişti."}
    )
    assert answer.status_code == 303
    shown = browser.get(f"{answer.location}?lang=en").words()
    assert "Görevi değişti." in shown and "Moved by hand" in shown


def test_the_record_is_a_workbook_with_all_that_it_was_computed_from(browser, there):
    there.people[1].given_name = "=1+1"
    db.session.commit()
    selection = there.propose()
    answer = browser.client.get(f"/organizer/selections/{selection.id}/record.xlsx?lang=en")
    book = openpyxl.load_workbook(io.BytesIO(answer.data))
    assert book.sheetnames == ["Decision", "Results", "Scores", "Rules", "Swaps by hand"]
    results = [[cell.value for cell in row] for row in book["Results"].iter_rows()]
    assert [row[5] for row in results[1:]] == [90, 80, 70]
    assert results[2][1].startswith("=1+1") and book["Results"]["B3"].data_type == "s"
    assert [cell.value for cell in book["Scores"][2]][1:] == ["Kurul Başkanı", 9]
    assert [cell.value for cell in book["Rules"][2]] == [
        "Sector",
        "Civil society organisation",
        1,
        None,
    ]


def test_lists_ask_as_much_for_thirty_applications_as_for_three(browser, there):
    def asked() -> dict[str, int]:
        selection = there.propose()
        counts = {}
        for page in ("applications", "evaluations", "selections", "proposal"):
            address = f"/organizer/events/{there.event.id}/{page}"
            if page == "proposal":
                address = f"/organizer/selections/{selection.id}"
            db.session.expire_all()
            with count_statements() as counted:
                browser.get(address)
            counts[page] = len(counted)
        return counts

    few = asked()
    assert few == {"applications": 7, "evaluations": 8, "selections": 9, "proposal": 10}
    for n in range(27):
        made.scored(there.event, n % 10, by=there.by)
    assert asked() == few
