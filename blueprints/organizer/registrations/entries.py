from typing import Any

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user

from blueprints.base.access import requires
from blueprints.base.found import (
    event_or_404,
    registration_or_404,
    standing_registration_or_404,
)
from blueprints.base.languages import language
from blueprints.base.looks import looked, looked_at
from blueprints.base.pages import redirect_with
from blueprints.base.refusals import WordsBeside, refusals_beside
from blueprints.base.request_sizes import takes_files
from blueprints.base.transactions import committed
from blueprints.inputs.registrations.participant import (
    DecisionForm,
    NoteForm,
    ParticipantForm,
    TagForm,
)
from blueprints.organizer.registrations.answers_shown import AnswerShown, answers_shown
from blueprints.organizer.registrations.filters import answer_lists, asked_for, chips, filter_lists
from blueprints.organizer.registrations.sheets import ON_THE_LIST, REFUSED, new_sheet
from blueprints.organizer.registrations.words import action_words, shared_words
from blueprints.shared.forms.sheets import Sheet, carried_out
from letters.compose import registration_address
from lib.clock import utc_now
from models.accesses import AccessKind
from models.registrations import Registration, RegistrationSource
from operations.base.details import key_of
from operations.places.quotas import EventFull
from operations.registrations.corrections import change_details
from operations.registrations.entries import register_for_someone
from operations.registrations.standing import AlreadyOnList
from policy import Permission, may
from queries.forms.answers import rows_of
from queries.registrations.duplicates import perhaps_the_same
from queries.registrations.history import history_of, letters_to, notes_on, scans_of
from queries.registrations.namesakes import declined_like, standing_like
from queries.registrations.participants import registration_by_key
from queries.registrations.surroundings import surroundings
from queries.registrations.tags import tags_of, tags_on

bp = Blueprint("registrations", __name__)

PAGE = 50
_REFUSED: WordsBeside = {
    EventFull: (
        "sector",
        _l(
            "No place is left for those who represent this sector. Raise its "
            "number of places first."
        ),
    ),
    AlreadyOnList: (
        "given_name",
        _l(
            "Someone else on the list has the same name, and the same address or phone. Look for "
            "them in the list of participants."
        ),
    ),
}


@bp.get("/events/<int:event_id>/registrations")
@requires(Permission.SEE_REGISTRATIONS)
def index(event_id: int) -> ResponseReturnValue:
    event = event_or_404(event_id)
    wanted, offered = asked_for(event)
    page = wanted.page(event, limit=PAGE, after=request.args.get("after"))
    looked(AccessKind.LIST, people=len(page.items), event=event, narrowed_by=wanted.as_query())
    return render_template(
        "organizer/registrations/index.html",
        event=event,
        page=page,
        filter=wanted,
        counts=wanted.counts(event),
        tags=tags_on([person.id for person in page.items]),
        lists=filter_lists(offered, wanted),
        answers=answer_lists(offered),
        chips=chips(wanted, offered),
    )


@bp.get("/registrations/<int:registration_id>")
@requires(Permission.SEE_REGISTRATIONS)
def show(registration_id: int) -> ResponseReturnValue:
    registration = registration_or_404(registration_id)
    answers = _answers_of(registration)
    around = surroundings(registration)
    looked_at(registration, sensitive=any(answer.question.sensitive for answer in answers))
    looked_at(*around.others)
    manages = may(current_user, Permission.MANAGE_REGISTRATIONS)
    return render_template(
        "organizer/registrations/show.html",
        registration=registration,
        event=registration.event,
        decision=DecisionForm(of=registration.status, formdata=None),
        history=history_of(registration),
        scans=scans_of(registration),
        letters=letters_to(registration) if may(current_user, Permission.SEE_LETTERS) else None,
        answers=answers,
        around=around,
        tags=tags_on([registration_id]).get(registration_id, []),
        action_words=action_words,
        **(_for_organizers(registration) if manages else {}),
    )


def _answers_of(registration: Registration) -> list[AnswerShown]:
    sensitive = may(current_user, Permission.SEE_SENSITIVE)
    return answers_shown(rows_of(registration), locale=language(), sensitive=sensitive)


def _for_organizers(registration: Registration) -> dict[str, Any]:
    """The parts of the page that only those who manage registrations see and use."""
    duplicates = perhaps_the_same(registration)
    declined = declined_like(registration) if registration.event.approval else ()
    looked_at(*(pair.second for pair in duplicates), *declined)
    return {
        "notes": notes_on(registration),
        "note_form": NoteForm(formdata=None),
        "tag_form": TagForm(formdata=None),
        "known_tags": tags_of(registration.event),
        "duplicates": duplicates,
        "declined_before": declined,
        "shared_words": shared_words,
        "own_page": registration_address(registration),
    }


@bp.get("/events/<int:event_id>/registrations/new")
@requires(Permission.MANAGE_REGISTRATIONS)
def new(event_id: int) -> ResponseReturnValue:
    return _sheet_page(new_sheet(event_or_404(event_id), formdata=None))


@bp.post("/events/<int:event_id>/registrations/new")
@requires(Permission.MANAGE_REGISTRATIONS)
@takes_files
def create(event_id: int) -> ResponseReturnValue:
    """Add a person; the same form sent twice makes one registration."""
    sheet = new_sheet(event_or_404(event_id))
    if not sheet.check():
        return _sheet_page(sheet, 422)
    if earlier := registration_by_key(_key_of(sheet)):
        return _go_to(earlier)
    if _refuse_known(sheet):
        return _sheet_page(sheet, 422)
    registration = carried_out(
        sheet,
        _add,
        anew=lambda **sent: new_sheet(event_or_404(event_id), **sent),
        page=lambda again, why: _sheet_page(again, 409, refusal=why),
        refused=REFUSED,
    )
    return _go_to(registration)


@bp.get("/registrations/<int:registration_id>/edit")
@requires(Permission.MANAGE_REGISTRATIONS)
def edit(registration_id: int) -> ResponseReturnValue:
    registration = standing_registration_or_404(registration_id)
    return _details_page(registration, ParticipantForm(registration=registration, formdata=None))


@bp.post("/registrations/<int:registration_id>/edit")
@requires(Permission.MANAGE_REGISTRATIONS)
def update(registration_id: int) -> ResponseReturnValue:
    registration = standing_registration_or_404(registration_id)
    form = ParticipantForm(registration=registration)
    if not form.validate():
        return _details_page(registration, form, 422)
    with refusals_beside(
        form,
        _REFUSED,
        again=lambda: _details_page(standing_registration_or_404(registration_id), form, 409),
    ):
        committed(
            lambda: change_details(registration, form.person(), at=utc_now(), by=current_user)
        )
    return redirect_with(
        _("The details are saved."), url_for(".show", registration_id=registration.id)
    )


def _add(sheet: Sheet[ParticipantForm]) -> Registration:
    if earlier := registration_by_key(_key_of(sheet)):
        return earlier
    registration = register_for_someone(
        event_or_404(sheet.event_asking.id),
        sheet.form.person(),
        source=RegistrationSource.ORGANIZER,
        by=current_user,
        at=utc_now(),
        wishes=sheet.wishes(),
    )
    registration.submission_key = _key_of(sheet)
    return registration


def _key_of(sheet: Sheet[ParticipantForm]) -> str:
    return key_of(sheet.form["submission_key"].data, sheet.event_asking, sheet.form.person())


def _go_to(registration: Registration) -> ResponseReturnValue:
    return redirect_with(
        _("The person is on the list."), url_for(".show", registration_id=registration.id)
    )


def _refuse_known(sheet: Sheet[ParticipantForm]) -> bool:
    """Whether this person is on the list already; says so in the form."""
    if standing_like(sheet.event_asking, sheet.form.person()) is None:
        return False
    sheet.form["given_name"].errors = [str(ON_THE_LIST)]
    return True


def _sheet_page(
    sheet: Sheet[ParticipantForm], status: int = 200, *, refusal: str = ""
) -> ResponseReturnValue:
    page = render_template(
        "organizer/registrations/form.html",
        event=sheet.event_asking,
        form=sheet.form,
        registration=None,
        refusal=refusal,
        questions=sheet.questions,
        sessions=sheet.sessions,
    )
    return page, status


def _details_page(
    registration: Registration, form: ParticipantForm, status: int = 200
) -> ResponseReturnValue:
    looked_at(registration)
    page = render_template(
        "organizer/registrations/form.html",
        event=registration.event,
        form=form,
        registration=registration,
        questions=(),
        sessions=(),
    )
    return page, status
