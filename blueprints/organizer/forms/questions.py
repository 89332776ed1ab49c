"""One question of a form: added, edited, repeated, deleted."""

from typing import Any

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user

from blueprints.base.access import requires
from blueprints.base.found import event_or_404, or_404, question_or_404
from blueprints.base.languages import language
from blueprints.base.pages import redirect_with
from blueprints.base.refusals import Words, refusals_beside, refusals_told, refusals_told_on
from blueprints.base.request_sizes import takes_long_texts
from blueprints.base.transactions import committed
from blueprints.inputs.forms.question_editor import KINDS, Editor, question_editor
from blueprints.organizer.registrations.addresses import (
    form_address,
    purpose_asked_for,
    row_address,
)
from lib.clock import utc_now
from models.events import Event
from models.forms import FormPurpose, Question, QuestionKind
from operations.forms.builder import (
    BrokenCondition,
    FormFull,
    add_question,
    change_question,
    duplicate_question,
)
from operations.forms.order import HangingQuestions, HasAnswers, delete_question
from operations.forms.ready_made import READY_MADE, add_ready_made
from operations.places.capacities import CapacityTooLow
from policy import Permission
from queries.base.arguments import member
from queries.forms.builder import answered_questions, form_of

bp = Blueprint("questions", __name__)


def hanging_words(refusal: HangingQuestions | BrokenCondition) -> str:
    """Which questions must be changed first, by name."""
    named = ", ".join(f"“{question.label_in(language())}”" for question in refusal.questions)
    return str(
        _(
            "Other questions are shown only because of this one: %(questions)s. Change those first.",
            questions=named,
        )
    )


HANGING: Words = {HangingQuestions: hanging_words}
_ANSWERED = _l(
    "This question has answers, so it cannot be deleted. You can stop asking it instead."
)
_FULL: Words = {
    FormFull: _l("This form has as many questions as a form can have. Delete one first.")
}


@bp.get("/events/<int:event_id>/questions/new")
@requires(Permission.EDIT_EVENTS)
def new(event_id: int) -> ResponseReturnValue:
    """Ask for the kind first, then show the fields of a question of this kind."""
    event, purpose = event_or_404(event_id), purpose_asked_for()
    kind = _kind_asked_for(purpose)
    if kind is None:
        return render_template(
            "organizer/forms/questions/kinds.html",
            event=event,
            purpose=purpose,
            kinds=KINDS[purpose],
            builder=form_address(event, purpose),
        )
    return _form_page(event, purpose, _editor(event, purpose, kind, formdata=None))


@bp.post("/events/<int:event_id>/questions/new")
@requires(Permission.EDIT_EVENTS)
@takes_long_texts
def create(event_id: int) -> ResponseReturnValue:
    event, purpose = event_or_404(event_id), purpose_asked_for()
    kind = or_404(_kind_asked_for(purpose))
    editor = _editor(event, purpose, kind)
    if _changes_rows(editor):
        return _form_page(event, purpose, editor)
    if not editor.validate():
        return _form_page(event, purpose, editor, 422)
    with refusals_told_on(form_address(event, purpose), _FULL):
        question = committed(
            lambda: add_question(
                event, purpose, kind, editor.details(), by=current_user, at=utc_now()
            )
        )
    return redirect_with(_("The question is on the form."), row_address(question))


@bp.post("/events/<int:event_id>/ready-made-questions")
@requires(Permission.EDIT_EVENTS)
def create_ready_made(event_id: int) -> ResponseReturnValue:
    event, purpose = event_or_404(event_id), purpose_asked_for()
    name = request.form.get("name", "")
    or_404(READY_MADE[purpose].get(name))
    with refusals_told_on(form_address(event, purpose), _FULL):
        question = committed(
            lambda: add_ready_made(event, purpose, name, by=current_user, at=utc_now())
        )
    return redirect_with(_("The question is on the form."), row_address(question))


@bp.get("/questions/<int:question_id>/edit")
@requires(Permission.EDIT_EVENTS)
def edit(question_id: int) -> ResponseReturnValue:
    question = question_or_404(question_id)
    form = question.form
    editor = _editor(
        question.event_asking, form.purpose, question.kind, question=question, formdata=None
    )
    return _form_page(question.event_asking, form.purpose, editor, question=question)


@bp.post("/questions/<int:question_id>/edit")
@requires(Permission.EDIT_EVENTS)
@takes_long_texts
def update(question_id: int) -> ResponseReturnValue:
    question = question_or_404(question_id)
    event, purpose = question.event_asking, question.form.purpose
    editor = _editor(event, purpose, question.kind, question=question)
    if _changes_rows(editor):
        return _form_page(event, purpose, editor, question=question)
    if not editor.validate():
        return _form_page(event, purpose, editor, 422, question=question)
    field = "choices" if "choices" in editor else "asked_at"
    with (
        refusals_beside(
            editor,
            {BrokenCondition: (field, hanging_words)},
            again=lambda: _form_again(question_id, editor, 409),
        ),
        refusals_told({CapacityTooLow: ""}, by=lambda _why: _too_few_places(question_id, editor)),
    ):
        # Tried again if somebody picks a choice at the very moment in which it is deleted.
        committed(lambda: _change(question_id, editor))
    return redirect_with(_("The question is saved."), row_address(question))


@bp.post("/questions/<int:question_id>/duplicates")
@requires(Permission.EDIT_EVENTS)
def duplicate(question_id: int) -> ResponseReturnValue:
    question = question_or_404(question_id)
    with refusals_told_on(form_address(question.event_asking, question.form.purpose), _FULL):
        twin = committed(lambda: duplicate_question(question, by=current_user, at=utc_now()))
    return redirect_with(_("The copy stands right below."), row_address(twin))


@bp.post("/questions/<int:question_id>/removal")
@requires(Permission.EDIT_EVENTS)
def destroy(question_id: int) -> ResponseReturnValue:
    question = question_or_404(question_id)
    builder = form_address(question.event_asking, question.form.purpose)
    with refusals_told_on(builder, {HasAnswers: _ANSWERED, **HANGING}):
        committed(lambda: delete_question(question, by=current_user, at=utc_now()))
    return redirect_with(_("The question is deleted."), builder)


def _change(question_id: int, editor: Editor) -> None:
    question = question_or_404(question_id)
    change_question(question, editor.details(), by=current_user, at=utc_now())


def _kind_asked_for(purpose: FormPurpose) -> QuestionKind | None:
    kind = member(QuestionKind, request.args, "kind")
    return kind if kind in KINDS[purpose] else None


def _editor(event: Event, purpose: FormPurpose, kind: QuestionKind, **options: Any) -> Editor:
    form = form_of(event, purpose)
    return question_editor(kind, purpose, form.questions if form else [], **options)


def _changes_rows(editor: Editor) -> bool:
    """Whether a button of the rows of choices was pressed: then nothing is saved yet."""
    if "row" not in request.form or "choices" not in editor:
        return False
    editor["choices"].change_rows(request.form["row"])
    return True


def _form_again(question_id: int, editor: Editor, status: int) -> ResponseReturnValue:
    question = question_or_404(question_id)
    return _form_page(
        question.event_asking, question.form.purpose, editor, status, question=question
    )


def _too_few_places(question_id: int, editor: Editor) -> ResponseReturnValue:
    """The form again, with a message at each choice that has fewer places than are taken."""
    question = question_or_404(question_id)
    for choice in question.choices:
        if choice.places is not None:
            editor["choices"].refuse_fewer_than(choice.id, choice.places.taken)
    return _form_again(question_id, editor, 422)


def _form_page(
    event: Event,
    purpose: FormPurpose,
    editor: Editor,
    status: int = 200,
    *,
    question: Question | None = None,
) -> ResponseReturnValue:
    has_answers = question is not None and question.id in answered_questions(question.form)
    page = render_template(
        "organizer/forms/questions/form.html",
        event=event,
        purpose=purpose,
        form=editor,
        question=question,
        has_answers=has_answers,
        builder=form_address(event, purpose),
    )
    return page, status
