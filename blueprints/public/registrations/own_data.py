"""All data kept about oneself, as one file to take along."""

from flask import Blueprint, Response
from flask.typing import ResponseReturnValue

from blueprints.base.access import for_all
from blueprints.base.languages import language
from blueprints.base.sent_files import named
from blueprints.public.registrations.links import registration_or_404
from exports.own_data import OwnData, own_data_json, own_data_zip
from lib.clock import utc_now
from models.registrations import Registration
from queries.forms.answers import answers_of_registration
from queries.forms.uploads import files_of
from queries.registrations.history import letters_to, scans_of
from queries.registrations.own_pages import choosable_sessions, consents_of

bp = Blueprint("own_data", __name__)


@bp.get("/registrations/<token>/data.json")
@for_all
def show(token: str) -> ResponseReturnValue:
    """The data as JSON, for programs."""
    registration = registration_or_404(token)
    return _download(registration, _document(registration), "json")


@bp.get("/registrations/<token>/data.zip")
@for_all
def show_with_files(token: str) -> ResponseReturnValue:
    """The data, with the files that the person sent."""
    registration = registration_or_404(token)
    content = own_data_zip(_document(registration), files_of(registration))
    return _download(registration, content, "zip")


def _document(registration: Registration) -> bytes:
    locale = language()
    kept = OwnData(
        registration=registration,
        answers=answers_of_registration(registration, locale=locale, sensitive=True),
        sessions=[one.session for one in choosable_sessions(registration) if one.chosen],
        consents=consents_of(registration),
        letters=letters_to(registration),
        scans=scans_of(registration),
    )
    return own_data_json(kept, locale=locale, at=utc_now())


def _download(registration: Registration, content: bytes, ending: str) -> Response:
    response = Response(content, mimetype=f"application/{ending}")
    return named(response, f"{registration.event.slug}.{ending}")
