"""What an event asks is changed in the very moment in which somebody sends their answers, or a place
runs out: wherever a question sheet is filled in, it says so at the question and keeps what was typed."""

from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from sqlalchemy.exc import IntegrityError
from werkzeug.exceptions import HTTPException

from blueprints.shared.forms.sheets import NothingAsked, Sheet, carried_out
from extensions import db
from models.answers import RegistrationAnswer, Upload
from models.boxes import BoxedResponse
from models.events import Event, Session
from models.forms import AskedAt, Choice, Form, FormPurpose, Question, QuestionKind
from models.registrations import Registration
from queries.check_in.checkpoints import checkpoints_of
from tests import factories
from tests.blueprints.check_in.desks import WALK_IN, todays_event
from tests.blueprints.public.registrations.test_completions import OWN, nominee, page_of
from tests.blueprints.public.registrations.test_own_questions import FILLED, error_beside
from tests.browser_of_pages import Document
from tests.factories import feedback
from tests.factories.forms import question
from tests.turns import while_held

K = QuestionKind
THREE = {"A": None, "B": None, "C": None}
PDF = b"%PDF-1.7\n"


@dataclass(frozen=True)
class Place:
    """Where a sheet is filled in, and what is typed there beside the answers."""

    page: str
    event: Event
    typed: dict[str, str] = field(default_factory=dict)
    asked: dict[str, Any] = field(default_factory=dict)
    """How its questions differ from those at registration."""


def of_everyone(_client: FlaskClient) -> Place:
    event = factories.event(capacity=10, waitlist=False)
    return Place(f"/events/{event.slug}/register", event, FILLED)


def of_a_nominee(_client: FlaskClient) -> Place:
    person = nominee()
    return Place(f"{page_of(person)}/completion", person.event, OWN)


def of_somebody_on_the_list(_client: FlaskClient) -> Place:
    person = factories.registration(factories.event())
    return Place(f"{page_of(person)}/answers", person.event)


def of_an_organizer(client: FlaskClient) -> Place:
    event = factories.event(capacity=10, waitlist=False)
    factories.sign_in(client, factories.user())
    return Place(f"/organizer/events/{event.id}/registrations/new", event, FILLED)


def of_an_organizer_later(client: FlaskClient) -> Place:
    person = factories.registration(factories.event())
    factories.sign_in(client, factories.user())
    return Place(f"/organizer/registrations/{person.id}/answers", person.event)


def of_a_desk(client: FlaskClient) -> Place:
    event = todays_event(capacity=10, waitlist=False)
    factories.sign_in(client, factories.user())
    door = f"/check-in/{checkpoints_of(event)[0].id}"
    return Place(f"{door}/walk-ins/new", event, WALK_IN, {"asked_at": AskedAt.DOOR})


def of_an_attendee(_client: FlaskClient) -> Place:
    event = factories.event(over=True)
    page = feedback.feedback_path(feedback.right(event))
    typed = {f"q{q.id}": "4" for q in feedback.questions(event) if q.required}
    return Place(page, event, typed, {"purpose": FormPurpose.FEEDBACK})


NEWCOMERS = [of_everyone, of_an_organizer, of_a_desk]
PLACES = [
    *NEWCOMERS,
    of_a_nominee,
    of_somebody_on_the_list,
    of_an_organizer_later,
    of_an_attendee,
]


def sent_while_it_goes(
    app, client: FlaskClient, page: str, fields: dict[str, Any], gone: sa.Delete
) -> Any:
    """The form is checked against what is asked, and then finds it taken out."""
    hidden = Document(client.get(f"{page}?lang=en").text).form_values()

    def take_out() -> None:
        """As who changes a form does: the form is held meanwhile."""
        db.session.execute(sa.select(Form.id).with_for_update())
        db.session.execute(gone)

    return while_held(
        app,
        take_out,
        lambda: client.post(f"{page}?lang=en", data={**hidden, **fields}),
    )


def was_refused_by_the_database(answer: Any) -> bool:
    """SQLite's writers wait before they look, so that most forms there are refused as unfit."""
    return answer.status_code in ([409] if db.engine.dialect.name == "postgresql" else [409, 422])


@pytest.mark.race
@pytest.mark.parametrize("place_of", PLACES)
def test_a_choice_that_goes_in_the_moment_of_sending_is_said_at_its_question(app, place_of):
    client = app.test_client()
    place = place_of(client)
    asked = question(place.event, K.SINGLE_CHOICE, choices=THREE, **place.asked)
    last, field = asked.choices[2].id, f"q{asked.id}"
    fields = {**place.typed, field: str(last)}
    cv = ""
    if place_of is not of_an_attendee:  # feedback asks for no files
        cv = f"q{question(place.event, K.FILE, **place.asked).id}"
        fields[cv] = (BytesIO(PDF), "cv.pdf")
    gone = sa.delete(Choice).filter_by(id=last)
    answer = sent_while_it_goes(app, client, place.page, fields, gone)
    page = Document(answer.text)
    assert was_refused_by_the_database(answer) and error_beside(page, field)
    shown = {e.attributes.get("name"): e.attributes.get("value") for e in page.all("input")}
    for name in place.typed.keys() & {"given_name", "institution_role"}:
        assert shown[name] == place.typed[name]
    if cv:
        assert shown[f"{cv}-kept"] and not error_beside(page, cv)
    for kept in (RegistrationAnswer, BoxedResponse):
        assert not db.session.scalars(sa.select(kept)).all()


@pytest.mark.parametrize("place_of", NEWCOMERS)
def test_a_file_is_kept_where_no_place_is_left(browser_of_pages, place_of):
    client = browser_of_pages.client
    place = place_of(client)
    asked = question(place.event, K.SINGLE_CHOICE, choices={"A": 1, "B": None}, **place.asked)
    letter = question(place.event, K.FILE, **place.asked)
    picked, cv = str(asked.choices[0].id), f"q{letter.id}"
    asked.choices[0].places.taken = 1
    db.session.commit()
    fields = {**place.typed, f"q{asked.id}": picked, cv: (BytesIO(PDF), "cv.pdf")}
    page = browser_of_pages.post(f"{place.page}?lang=en", fields, status=409)
    assert error_beside(page, f"q{asked.id}") and not error_beside(page, cv)
    assert page.form_values()[f"{cv}-kept"]


@pytest.mark.race
@pytest.mark.parametrize("place_of", [*NEWCOMERS, of_an_attendee])
def test_a_question_that_goes_in_the_moment_of_sending_is_passed_over(app, place_of):
    client = app.test_client()
    place = place_of(client)
    gone, stays = question(place.event, **place.asked), question(place.event, **place.asked)
    fields = {**place.typed, f"q{gone.id}": "x", f"q{stays.id}": "y"}
    number, kept = gone.id, stays.id
    deleted = sa.delete(Question).filter_by(id=number)
    answer = sent_while_it_goes(app, client, place.page, fields, deleted)
    assert answer.status_code == 303
    if place_of is of_an_attendee:
        [rows] = db.session.scalars(sa.select(BoxedResponse.answers))
        assert [row["text"] for row in rows if "text" in row] == ["y"]
        assert number not in {row["question_id"] for row in rows}
        return
    [said] = db.session.scalars(sa.select(RegistrationAnswer))
    assert (said.question_id, said.text) == (kept, "y")


@pytest.mark.race
@pytest.mark.parametrize("place_of", [p for p in PLACES if p is not of_an_attendee])
def test_a_file_for_a_question_that_goes_in_the_moment_of_sending_is_passed_over(app, place_of):
    client = app.test_client()
    place = place_of(client)
    stays = question(place.event, **place.asked)
    letter = question(place.event, K.FILE, **place.asked)
    gone = question(place.event, K.FILE, required=True, **place.asked)
    kept, kept_file = stays.id, letter.id
    fields = {
        **place.typed,
        f"q{kept}": "y",
        f"q{kept_file}": (BytesIO(PDF), "letter.pdf"),
        f"q{gone.id}": (BytesIO(PDF), "cv.pdf"),
    }
    deleted = sa.delete(Question).filter_by(id=gone.id)
    answer = sent_while_it_goes(app, client, place.page, fields, deleted)
    assert answer.status_code == 303
    said = db.session.scalars(sa.select(RegistrationAnswer))
    assert {row.question_id for row in said} == {kept, kept_file}
    assert [upload.question_id for upload in db.session.scalars(sa.select(Upload))] == [kept_file]


@pytest.mark.race
@pytest.mark.parametrize("place_of", [of_everyone, of_an_organizer, of_somebody_on_the_list])
def test_a_session_that_goes_in_the_moment_of_sending_is_said_at_the_sessions(app, place_of):
    client = app.test_client()
    place = place_of(client)
    page = place.page.replace("/answers", "/sessions")
    factories.session(place.event, title="A")
    gone = factories.session(place.event, title="B").id
    fields = {**place.typed, "sessions": str(gone)}
    answer = sent_while_it_goes(app, client, page, fields, sa.delete(Session).filter_by(id=gone))
    assert was_refused_by_the_database(answer) and error_beside(Document(answer.text), "sessions")
    people = db.session.scalars(sa.select(Registration)).all()
    assert not [person for person in people if person.chosen_sessions]


def test_what_the_database_refuses_twice_is_shown_again(app):
    event, tries = factories.event(), []

    def sheet(**sent: Any) -> Sheet[NothingAsked]:
        return Sheet(event, NothingAsked(meta={"csrf": False}, **sent))

    def act(tried: Sheet[NothingAsked]) -> None:
        tries.append(tried)
        raise IntegrityError("", {}, Exception())

    with app.test_request_context(method="POST"), pytest.raises(HTTPException) as ended:
        carried_out(sheet(), act, anew=sheet, page=lambda _again, _why: ("once more", 409))
    answer = ended.value.get_response()
    assert (answer.status_code, len(tries), tries[0] is tries[1]) == (409, 2, False)
