"""Building a form in the back office, as a browser without a script does it."""

import pytest

from blueprints.inputs.forms.question_editor import KINDS
from extensions import db
from models.forms import AskedAt, FormPurpose, Question, QuestionKind
from models.users import Role
from operations.base.answers import write_answers
from operations.check_in.checkpoints import CheckpointDetails, add_checkpoint
from queries.forms.builder import form_of, in_order
from tests import factories
from tests.factories import NOW
from tests.factories.forms import question, workshop
from tests.statements import count_statements

_K = QuestionKind


@pytest.fixture
def browser(browser_of_pages):
    factories.sign_in(browser_of_pages.client, factories.user())
    browser_of_pages.client.get("/?lang=en")
    return browser_of_pages


@pytest.fixture
def event(app):
    return factories.event()


def builder(event) -> str:
    return f"/organizer/events/{event.id}/form"


def new(event, kind: QuestionKind, form: str = "registration") -> str:
    return f"/organizer/events/{event.id}/questions/new?kind={kind}&form={form}"


def asked(event, purpose=FormPurpose.REGISTRATION) -> list[Question]:
    db.session.expire_all()
    form = form_of(event, purpose)
    return in_order(form.questions) if form else []


def answer(event, to: Question, given) -> None:
    write_answers(factories.registration(event), [to], {to.id: given}, at=NOW)
    db.session.commit()


REGISTRATION = {"asked_at": "registration"}
CHOICES = {
    "choices-0-label": "Sağlık",
    "choices-0-label_en": "Health",
    "choices-0-places": "25",
    "choices-1-label": "Su",
    "choices-2-label": "",
}


def test_the_form_begins_empty_and_says_what_to_do(browser, event):
    page = browser.get(builder(event))
    assert "No questions of its own yet" in page.words("main")
    assert "Nothing is asked yet" in page.words("main")


@pytest.mark.parametrize("kind", KINDS[FormPurpose.REGISTRATION])
def test_every_kind_of_question_is_added_edited_and_shown(browser, event, kind):
    given = {"label": "Soru bir", "label_en": "Question one", **REGISTRATION}
    given |= CHOICES if kind in (_K.SINGLE_CHOICE, _K.MULTIPLE_CHOICE) else {}
    answered = browser.submit(new(event, kind), given)
    [made] = asked(event)
    assert answered.location == f"{builder(event)}#question-{made.id}"
    assert made.kind is kind
    page = browser.get(builder(event))
    assert len(page.all("li", id=f"question-{made.id}")) == 1
    edit = f"/organizer/questions/{made.id}/edit"
    shown = {
        e.attributes["name"]: e.attributes.get("value", "")
        for e in browser.get(edit).all("input")
        if e.attributes.get("type") == "text" or e.attributes["name"].endswith("-id")
    }
    browser.submit(edit, {**shown, "label": "Soru iki", **REGISTRATION})
    assert [q.label for q in asked(event)] == ["Soru iki"]


def test_the_kind_is_chosen_first(browser, event):
    page = browser.get(f"/organizer/events/{event.id}/questions/new")
    assert len(page.all("ul", class_="kinds")) == 1
    for kind in KINDS[FormPurpose.REGISTRATION]:
        assert f"kind={kind}" in str([e.attributes.get("href") for e in page.all("a")])
    browser.get(f"/organizer/events/{event.id}/questions/new?kind=riddle", status=400)


def test_a_choice_question_keeps_what_was_said_of_its_choices(browser, event):
    browser.submit(
        new(event, _K.SINGLE_CHOICE), {"label": "Hangi çalıştay?", **REGISTRATION, **CHOICES}
    )
    [made] = asked(event)
    assert [(c.label, c.label_en, c.places and c.places.capacity) for c in made.choices] == [
        ("Sağlık", "Health", 25),
        ("Su", "", None),
    ]
    assert "0 of 25 places taken" in browser.get(builder(event)).words("main")


@pytest.mark.parametrize(
    ("row", "labels"),
    [
        ("add", ["Sağlık", "Su", "", ""]),
        ("remove:0", ["Su", ""]),
        ("raise:1", ["Su", "Sağlık", ""]),
        ("lower:0", ["Su", "Sağlık", ""]),
        ("raise:0", ["Sağlık", "Su", ""]),
        ("remove:99", ["Sağlık", "Su", ""]),
        ("remove:00009", ["Sağlık", "Su", ""]),
        ("burn", ["Sağlık", "Su", ""]),
    ],
)
def test_rows_of_choices_come_go_and_change_places_without_a_script(browser, event, row, labels):
    data = {"label": "Hangisi?", **REGISTRATION, **CHOICES, "row": row}
    page = browser.post(new(event, _K.SINGLE_CHOICE), data, status=200)
    cells = [e for e in page.all("input", type="text") if e.attributes["name"].endswith("-label")]
    assert [cell.attributes["value"] for cell in cells] == labels
    assert page.all("input", id="label")[0].attributes["value"] == "Hangisi?"
    assert asked(event) == []


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"label": ""}, "label-error"),
        ({"label": "T.C. kimlik no"}, "label-error"),
        ({"label": "Hangi derneğe üyesiniz?"}, "label-error"),
        ({"choices-1-label": ""}, "choices-error"),
        ({"choices-1-label": "Sağlık"}, "choices-error"),
        ({"choices-0-places": "çok"}, "choices-0-label-error"),
        ({"choices-0-places": "-1"}, "choices-0-label-error"),
        ({"choices-0-places": "1000000"}, "choices-0-label-error"),
        ({"choices-0-label": ""}, "choices-0-label-error"),
        ({"choices-0-label": "x" * 201}, "choices-0-label-error"),
        ({f"choices-{n}-label": f"Ç{n}" for n in range(2, 101)}, "choices-error"),
        ({"asked_at": "door"}, "choices-error"),
        ({"asked_at": "never"}, "asked_at-error"),
        ({"maximum": "3"}, "maximum-error"),
        ({"minimum": "0"}, "minimum-error"),
        ({"minimum": "2", "maximum": "1"}, "maximum-error"),
        ({"maximum": "99999999999"}, "maximum-error"),
        ({"required": "y", "sensitive": "y"}, "required-error"),
        ({"sensitive": "y"}, "choices-error"),  # its places would tell who picked what
        ({"condition": "12"}, "condition-error"),
        ({"condition": "9" * 30}, "condition-error"),
        ({"condition": "x"}, "condition-error"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field_and_nothing_is_lost(
    browser, event, changes, error
):
    workshop(event)
    data = {"label": "Hangisi?", **REGISTRATION, **CHOICES, **changes}
    page = browser.post(new(event, _K.MULTIPLE_CHOICE), data)
    assert page.all("p", id=error), page.words("main")
    assert page.all("input", id="choices-0-label_en")[0].attributes["value"] == "Health"
    assert len(asked(event)) == 1


def test_membership_is_refused_with_the_reason_and_what_to_ask_instead(browser, event):
    page = browser.post(new(event, _K.YES_NO), {"label": "Sendikaya üye misiniz?", **REGISTRATION})
    assert "Ask which organisation someone represents" in page.words("main")


def test_a_question_with_a_door_cannot_become_sensitive(browser, event):
    asked_before = question(event, _K.SINGLE_CHOICE, choices=dict.fromkeys("AB"))
    door = CheckpointDetails(name="Kapı", choice_id=asked_before.choices[0].id)
    add_checkpoint(event, door, by=None, at=NOW)
    db.session.commit()
    address = f"/organizer/questions/{asked_before.id}/edit"
    choices = {f"choices-{n}-id": choice.id for n, choice in enumerate(asked_before.choices)}
    data = {"label": "Hangisi?", **REGISTRATION, **choices, "sensitive": "y"}
    data |= {"choices-0-label": "A", "choices-1-label": "B", **browser.get(address).form_values()}
    answer = browser.client.post(address, data=data)
    assert answer.status_code == 409
    assert "A check-in point is for people who picked one of these choices" in answer.text
    assert [q.sensitive for q in asked(event)] == [False]


def test_sensitivity_is_offered_once_and_can_be_declined(browser, event):
    data = {"label": "Alerji masasına katılır mısınız?", **REGISTRATION}
    page = browser.post(new(event, _K.YES_NO), data)
    assert "checked" in page.all("input", id="sensitive")[0].attributes
    offered = page.form_values()["sensitivity_offered"]
    browser.submit(new(event, _K.YES_NO), {**data, "sensitivity_offered": offered})
    assert [q.sensitive for q in asked(event)] == [False]


def test_a_condition_is_said_in_words(browser, event):
    source = workshop(event)
    health = str(source.choices[0].id)
    data = {
        "label": "Neden?",
        **REGISTRATION,
        "condition": str(source.id),
        f"condition-{source.id}": health,
    }
    browser.submit(new(event, _K.LONG_TEXT), data)
    made = asked(event)[1]
    assert (made.shown_if_id, made.shown_if) == (source.id, [health])
    row = browser.get(builder(event)).all("li", id=f"question-{made.id}")[0]
    assert "Shown if “Hangi çalıştay?” is: Sağlık" in " ".join(row.text.split())
    page = browser.get(f"/organizer/questions/{made.id}/edit")
    ticked = page.all("input", name=f"condition-{source.id}", checked="")
    assert [e.attributes["value"] for e in ticked] == [health]


@pytest.mark.parametrize("values", [[], ["maybe"], ["yes", "maybe"]])
def test_a_condition_without_an_answer_that_there_is_is_refused(browser, event, values):
    source = question(event, _K.YES_NO)
    data = {
        "label": "Neden?",
        **REGISTRATION,
        "condition": str(source.id),
        f"condition-{source.id}": values,
    }
    page = browser.post(new(event, _K.LONG_TEXT), data)
    assert page.all("p", id="condition-error")


def test_a_condition_on_a_later_stage_is_refused(browser, event):
    source = question(event, _K.YES_NO, asked_at=AskedAt.DOOR)
    data = {
        "label": "Neden?",
        **REGISTRATION,
        "condition": str(source.id),
        f"condition-{source.id}": "yes",
    }
    assert browser.post(new(event, _K.LONG_TEXT), data).all("p", id="condition-error")
    browser.submit(new(event, _K.LONG_TEXT), {**data, "asked_at": "door"})
    assert [q.label for q in asked(event)][1] == "Neden?"


def test_questions_move_and_the_address_names_the_row(browser, event):
    first, second = question(event, label="A"), question(event, label="B")
    address = f"/organizer/questions/{second.id}/moves"
    answered = browser.submit(address, {"to": "1"}, page=builder(event))
    assert answered.location == f"{builder(event)}#question-{second.id}"
    assert asked(event) == [second, first]
    browser.submit(address, {"to": "x" * 50}, page=builder(event))
    assert asked(event) == [second, first]


def test_a_move_that_would_break_a_condition_is_refused_in_words(browser, event):
    source = question(event, _K.YES_NO)
    hanging = question(event, shown_if=(source, "yes"))
    browser.submit(f"/organizer/questions/{hanging.id}/moves", {"to": "1"}, page=builder(event))
    assert "It cannot stand there" in browser.get(builder(event)).words("main")
    assert asked(event) == [source, hanging]


@pytest.mark.parametrize("act", ["retirement", "removal"])
def test_what_others_hang_on_stays_and_the_page_names_them(browser, event, act):
    source = question(event, _K.YES_NO)
    question(event, label="Neyle?", shown_if=(source, "yes"))
    browser.submit(f"/organizer/questions/{source.id}/{act}", {}, page=builder(event))
    assert (
        "“Neyle?”" in browser.get(builder(event)).all("div", class_="notice notice--danger")[0].text
    )


def test_an_answered_question_is_retired_and_asked_again_never_deleted(browser, event):
    made = question(event, label="Beklentiniz")
    answer(event, made, "Tanışmak")
    page = browser.get(builder(event))
    acts = [e.attributes.get("action") for e in page.all("form")]
    assert f"/organizer/questions/{made.id}/retirement" in acts
    assert f"/organizer/questions/{made.id}/removal" not in acts
    browser.submit(f"/organizer/questions/{made.id}/removal", {}, page=builder(event))
    assert asked(event) == [made]
    browser.submit(f"/organizer/questions/{made.id}/retirement", {}, page=builder(event))
    assert asked(event) == []
    assert "1 question no longer asked" in browser.get(builder(event)).words("main")
    browser.submit(f"/organizer/questions/{made.id}/return", {}, page=builder(event))
    assert asked(event) == [made]


def test_a_question_without_answers_is_deleted_and_duplicated(browser, event):
    made = workshop(event)
    browser.submit(f"/organizer/questions/{made.id}/duplicates", {}, page=builder(event))
    twin = asked(event)[1]
    assert [c.label for c in twin.choices] == ["Sağlık", "Su"]
    browser.submit(f"/organizer/questions/{made.id}/removal", {}, page=builder(event))
    assert asked(event) == [twin]


def test_fewer_places_than_are_taken_are_refused_at_the_choice(browser, event):
    made = workshop(event)
    assert made.choices[0].places
    made.choices[0].places.taken = 5
    db.session.commit()
    edit = f"/organizer/questions/{made.id}/edit"
    data = {
        "label": made.label,
        **REGISTRATION,
        "choices-0-id": str(made.choices[0].id),
        "choices-0-label": "Sağlık",
        "choices-0-places": "4",
        "choices-1-id": str(made.choices[1].id),
        "choices-1-label": "Su",
    }
    page = browser.post(edit, data)
    assert "5 places are taken already" in page.all("p", id="choices-0-label-error")[0].text


def test_taking_away_a_choice_that_others_hang_on_is_refused(browser, event):
    made = workshop(event)
    question(event, label="Neden?", shown_if=(made, str(made.choices[0].id)))
    data = {
        "label": made.label,
        **REGISTRATION,
        "choices-0-label": "Su",
        "choices-1-label": "Hava",
        "choices-0-id": str(made.choices[1].id),
    }
    page = browser.post(f"/organizer/questions/{made.id}/edit", data, status=409)
    assert "“Neden?”" in page.all("p", id="choices-error")[0].text


def test_ready_made_questions_are_added_with_one_click_and_then_offered_no_more(browser, event):
    for name in ("workshop", "diet", "passport"):
        browser.submit(
            f"/organizer/events/{event.id}/ready-made-questions",
            {"name": name},
            page=builder(event),
        )
    made = asked(event)
    assert [q.asked_at for q in made] == ["registration", "registration", "after_approval"]
    assert [q.sensitive for q in made] == [False, True, True]
    offered = [
        b.attributes["value"] for b in browser.get(builder(event)).all("button", name="name")
    ]
    assert offered == ["arrival", "access", "work", "heard"]


def test_the_preview_speaks_either_language(browser, event):
    workshop(event)
    question(event, label="Neden?", label_en="Why?")
    page = browser.get(f"{builder(event)}/preview?preview=en")
    assert "Why?" in page.all("form", class_="preview")[0].text
    page = browser.get(f"{builder(event)}/preview?preview=tr")
    preview = page.all("form", class_="preview")[0]
    assert "Neden?" in preview.text
    assert preview.attributes["lang"] == "tr"
    assert page.all("html")[0].attributes["lang"] == "en"


def test_the_feedback_form_is_built_the_same_way_and_stays_anonymous(browser, event):
    address = f"/organizer/events/{event.id}/feedback-form"
    before = asked(event, FormPurpose.FEEDBACK)
    assert before[0].label_en in browser.get(address).words("main")
    browser.submit(new(event, _K.YES_NO, "feedback"), {"label": "Yine gelir misiniz?"})
    assert asked(event, FormPurpose.FEEDBACK)[-1].label == "Yine gelir misiniz?"
    page = browser.get(f"/organizer/events/{event.id}/questions/new?form=feedback&kind=email")
    kinds = page.all("ul", class_="kinds")[0].text
    assert "Scale from 1 to 5" in kinds
    assert "Email address" not in kinds


def test_pages_that_everyone_sees_become_stale(browser, event):
    address = f"/events/{event.slug}/register"
    assert "Neden geliyorsunuz?" not in browser.get(address).words()
    browser.submit(new(event, _K.SHORT_TEXT), {"label": "Neden geliyorsunuz?", **REGISTRATION})
    assert "Neden geliyorsunuz?" in browser.get(address).words()


def test_a_form_of_another_province_is_not_there(browser_of_pages, event):
    made = question(event)
    elsewhere = factories.user(Role.PROVINCIAL_ORGANIZER, province="06")
    factories.sign_in(browser_of_pages.client, elsewhere)
    for address in (
        builder(event),
        f"{builder(event)}/preview",
        new(event, _K.YES_NO),
        f"/organizer/questions/{made.id}/edit",
    ):
        assert browser_of_pages.client.get(address).status_code == 404


def test_the_builder_takes_the_same_statements_for_3_questions_and_for_30(browser, event):
    taken, address = [], builder(event)
    for more in (1, 9):
        event = db.session.merge(event)
        for _number in range(more):
            source = workshop(event)
            question(event, shown_if=(source, str(source.choices[0].id)))
            answer(event, question(event), "Evet")
        db.session.remove()
        with count_statements() as seen:
            browser.get(address)
        taken.append(len(seen))
    assert taken == [6, 6], seen
    assert len(asked(db.session.merge(event))) == 30
