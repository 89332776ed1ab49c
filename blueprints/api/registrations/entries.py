from collections.abc import Iterable
from typing import Any

from flask import Blueprint, current_app
from flask_babel import lazy_gettext as _l

from blueprints.api.base.callers import caller
from blueprints.api.base.calls import call
from blueprints.api.base.found import event_or_404, registration_or_404
from blueprints.api.base.refusal_kinds import (
    ALREADY_REGISTERED,
    BAD_CURSOR,
    EVENT_FULL,
    INVALID_TRANSITION,
    NOT_REGISTRABLE,
)
from blueprints.api.registrations.schemas import (
    NewRegistration,
    RegistrationChange,
    RegistrationJson,
    RegistrationList,
    RegistrationQuery,
)
from blueprints.base.looks import looked, looked_at
from blueprints.shared.forms.json_answers import (
    changed_answers,
    new_answers,
    shown_in_json,
)
from extensions import db
from lib.clock import utc_now
from models.accesses import AccessKind
from models.events import Event
from models.forms import AskedAt
from models.registrations import Registration, RegistrationSource
from operations.base.details import NO_WISHES, PERSON_FIELDS, PersonDetails, Wishes
from operations.registrations.corrections import change_details, change_wishes
from operations.registrations.entries import change_status, register_for_someone
from policy import Permission, may
from queries.forms.answers import rows_of, rows_of_registrations
from queries.forms.opened import OpenedAnswer
from queries.forms.questions import questions_asked
from queries.registrations.participants import ParticipantFilter

bp = Blueprint("registrations", __name__)


@bp.get("/events/<int:event_id>/registrations")
@call(
    Permission.SEE_REGISTRATIONS,
    _l("List the registrations of an event, by name"),
    query=RegistrationQuery,
    response=RegistrationList,
    refusals=(BAD_CURSOR,),
)
def index(event_id: int, query: RegistrationQuery) -> RegistrationList:
    wanted = ParticipantFilter(
        status=query.status, sector=query.sector, province=query.province, text=query.q
    )
    event = event_or_404(event_id)
    page = wanted.page(event, limit=query.limit, after=query.after)
    rows = rows_of_registrations([registration.id for registration in page.items])
    looked(
        AccessKind.PROGRAM,
        people=len(page.items),
        event=event,
        narrowed_by=wanted.as_query(),
        sensitive=any(_holds_sensitive(of_one) for of_one in rows.values()),
    )
    items = [_shown(registration, rows.get(registration.id, ())) for registration in page.items]
    return RegistrationList(items=items, next=page.next)


@bp.post("/events/<int:event_id>/registrations")
@call(
    Permission.MANAGE_REGISTRATIONS,
    _l("Register someone"),
    body=NewRegistration,
    response=RegistrationJson,
    status=201,
    refusals=(EVENT_FULL, NOT_REGISTRABLE, ALREADY_REGISTERED),
)
def create(event_id: int, body: NewRegistration) -> RegistrationJson:
    event = event_or_404(event_id)
    registration = register_for_someone(
        event,
        _person(body),
        source=RegistrationSource.API,
        by=caller(),
        at=utc_now(),
        wishes=_wishes(event, body),
    )
    db.session.commit()
    return _opened(registration)


@bp.get("/registrations/<int:registration_id>")
@call(Permission.SEE_REGISTRATIONS, _l("Show a registration"), response=RegistrationJson)
def show(registration_id: int) -> RegistrationJson:
    return _opened(registration_or_404(registration_id))


@bp.patch("/registrations/<int:registration_id>")
@call(
    Permission.MANAGE_REGISTRATIONS,
    _l("Confirm, decline, cancel or put on the waiting list; correct a person’s details"),
    body=RegistrationChange,
    response=RegistrationJson,
    refusals=(EVENT_FULL, ALREADY_REGISTERED, INVALID_TRANSITION),
)
def update(registration_id: int, body: RegistrationChange) -> RegistrationJson:
    registration = registration_or_404(registration_id)
    by, at = caller(), utc_now()
    if changes := _changes_in(body):
        present = {name: getattr(registration, name) for name in PERSON_FIELDS}
        change_details(registration, PersonDetails(**(present | changes)), at=at, by=by)
    if body.answers:
        change_wishes(registration, _changed_wishes(registration, body), at=at, by=by)
    if body.status is not None and body.status is not registration.status:
        change_status(registration, body.status, at=at, by=by, reason=body.reason)
    db.session.commit()
    return _opened(registration)


def _opened(registration: Registration) -> RegistrationJson:
    rows = rows_of(registration)
    looked_at(registration, kind=AccessKind.PROGRAM, sensitive=_holds_sensitive(rows))
    return _shown(registration, rows)


def _holds_sensitive(rows: Iterable[OpenedAnswer]) -> bool:
    """Whether the caller reads sensitive answers among these."""
    reads = may(caller(), Permission.SEE_SENSITIVE)
    return reads and any(row.question.sensitive for row in rows)


def _shown(registration: Registration, rows: Iterable[OpenedAnswer]) -> RegistrationJson:
    manages = may(caller(), Permission.MANAGE_REGISTRATIONS)
    answers = shown_in_json(rows, sensitive=may(caller(), Permission.SEE_SENSITIVE))
    return RegistrationJson.of(registration, answers=answers, with_keys=manages)


def _person(body: NewRegistration) -> PersonDetails:
    told = {name: value for name, value in body if name in PERSON_FIELDS}
    return PersonDetails(**told | {"locale": body.locale or _site_language()})


def _site_language() -> str:
    return str(current_app.config["BABEL_DEFAULT_LOCALE"])


def _changes_in(body: RegistrationChange) -> dict[str, Any]:
    return {name: getattr(body, name) for name in body.model_fields_set.intersection(PERSON_FIELDS)}


def _wishes(event: Event, body: NewRegistration) -> Wishes:
    """Raises Refused."""
    if body.answers is None:
        return NO_WISHES
    questions = questions_asked(event, AskedAt.REGISTRATION)
    return Wishes(questions=questions, answers=new_answers(questions, body.answers))


def _changed_wishes(registration: Registration, body: RegistrationChange) -> Wishes:
    """Raises Refused."""
    questions = [
        question for stage in AskedAt for question in questions_asked(registration.event, stage)
    ]
    rows = rows_of(registration)
    return Wishes(questions=questions, answers=changed_answers(questions, body.answers, rows))
