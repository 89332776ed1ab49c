"""What is asked of several sessions or speakers."""

import pytest
from werkzeug.datastructures import MultiDict

from blueprints.inputs.base import fields as base
from blueprints.inputs.forms.questions import answers_about, answers_of, with_questions
from models.forms import AskedOf, Form, FormPurpose, QuestionKind
from operations.events.agenda import SpeakerDetails
from tests import factories
from tests.blueprints.inputs.forms.test_new_kinds import asked

K = QuestionKind


@pytest.fixture
def event(app):
    made = factories.event()
    for title in ("Su", "Yol"):
        factories.session(made, title=title, speakers=[SpeakerDetails("Işıl Çağ", "")])
    return made


def subjects_of(app, event, of, kind=K.SCALE, **values):
    question = asked(kind, asked_of=of, **{"points": 5, "subjects": [], **values})
    question.form = Form(event=event, purpose=FormPurpose.SURVEY)
    with app.test_request_context():
        form = with_questions(base.Form, [question], locale="tr")(meta={"csrf": False})
        return question, {
            field.name: field.label.text for field in form if field.name.startswith("q5-s")
        }


def test_a_question_is_asked_of_each_session_or_speaker_or_of_the_chosen_ones(app, event):
    su, yol = event.sessions
    sessions = {f"q5-s{su.id}": "Soru – Su", f"q5-s{yol.id}": "Soru – Yol"}
    speakers = {
        f"q5-s{session.speakers[0].id}": f"Soru – Işıl Çağ ({session.title})"
        for session in (su, yol)
    }
    assert subjects_of(app, event, AskedOf.SESSION)[1] == sessions
    assert subjects_of(app, event, AskedOf.SPEAKER)[1] == speakers
    chosen = subjects_of(app, event, AskedOf.SESSION, subjects=[yol.id, 999])[1]
    assert chosen == {f"q5-s{yol.id}": "Soru – Yol"}


def test_answers_about_sessions_are_read_apart_and_those_about_others_not_at_all(app, event):
    su, yol = event.sessions
    question, _names = subjects_of(app, event, AskedOf.SESSION, subjects=[su.id])
    with app.test_request_context():
        sent = MultiDict({f"q5-s{su.id}": "4", f"q5-s{yol.id}": "5", "q5": "1"})
        form = with_questions(base.Form, [question], locale="tr")(sent, meta={"csrf": False})
        assert form.validate()
        assert answers_of(form, [question]) == {}
        assert answers_about(form, [question]) == {(5, su.id): 4}
