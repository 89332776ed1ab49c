"""Everything that is kept about oneself, as a file."""

from flask import Blueprint, Response
from flask.typing import ResponseReturnValue

from blueprints.access import for_all
from blueprints.languages import language
from blueprints.public.links import registration_or_404
from exports.own_data import OwnData, own_data_json
from lib.clock import utc_now
from queries.answers import answers_of_registration
from queries.own_pages import consents_of, session_choices
from queries.participant_history import letters_to, scans_of

bp = Blueprint("own_data", __name__)


@bp.get("/registrations/<token>/data.json")
@for_all
def show(token: str) -> ResponseReturnValue:
    registration, locale = registration_or_404(token), language()
    kept = OwnData(
        registration=registration,
        answers=answers_of_registration(registration, locale=locale, sensitive=True),
        sessions=[choice.session for choice in session_choices(registration) if choice.chosen],
        consents=consents_of(registration),
        letters=letters_to(registration),
        scans=scans_of(registration),
    )
    content = own_data_json(kept, locale=locale, at=utc_now())
    answer = Response(content, mimetype="application/json")
    name = f"{registration.event.slug}.json"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
