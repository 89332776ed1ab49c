from extensions import db
from models.events import Event
from models.forms import Form, FormPurpose
from operations.feedback.templates.common import STANDARD
from operations.feedback.templates.writing import questions_written


def add_feedback_form(event: Event) -> Form:
    """Add the standard form: ratings from 1 to 5, two free texts, and the question for the
    workshop. Its keys are the same for all events, so that events can be compared."""
    form = Form(event=event, purpose=FormPurpose.FEEDBACK)
    form.questions = questions_written([STANDARD])
    db.session.add(form)
    return form
