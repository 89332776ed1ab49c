"""One question of a form: added, edited, repeated, deleted."""

from typing import Any

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user

from blueprints.base.access import requires
from blueprints.base.found import or_404
from blueprints.base.languages import language
from blueprints.base.pages import redirect_with
from blueprints.base.refusals import Words, refusals_beside, refusals_told, refusals_told_on
from blueprints.base.request_sizes import takes_long_texts
from blueprints.base.transactions import committed
from blueprints.inputs.forms.question_editor import KINDS, Editor, question_editor
from blueprints.organizer.forms.built import (
    BuiltForm,
    around,
    built_or_404,
    own_question_or_404,
)
from lib.clock import utc_now
from models.forms import FormPurpose, Question, QuestionKind
from operations.forms.builder import (
    BrokenCondition,
    FormFull,
    add_to_form,
    change_question,
    duplicate_question,
)
from operations.forms.locks import FormLocked
from operations.forms.order import HangingQuestions, HasAnswers, delete_question
from operations.forms.ready_made import READY_MADE
from operations.forms.writing import CannotBeSensitive
from operations.places.capacities import CapacityTooLow
from policy import Permission
from queries.base.arguments import member
from queries.forms.builder import answered_questions

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
LOCKED = _l(
    "Somebody has answered this form, so only typing errors can be mended. To ask something else, stop asking this question and add a new one."
)
_HAS_DOORS = _l(
    "A check-in point is for people who picked one of these choices. Change it first: it would tell who picked what."
)
_BESIDE = ("asked_of", "choices", "rows", "asked_at", "label")
"""The first of these fields that the editor has shows what is refused as a whole."""
_FULL: Words = {
    FormFull: _l("This form has as many questions as a form can have. Delete one first.")
}


@bp.get("/surveys/<int:survey_id>/questions/new")
@bp.get("/events/<int:event_id>/questions/new")
@requires(Permission.EDIT_EVENTS)
def new(**place: int) -> ResponseReturnValue:
    """Ask for the kind first, then show the fields of a question of this kind."""
    built = built_or_404(**place)
    kind = _kind_asked_for(built.purpose)
    if kind is None:
        return render_template(
            "organizer/forms/questions/kinds.html", built=built, kinds=KINDS[built.purpose]
        )
    return _form_page(built, _editor(built, kind, formdata=None))


@bp.post("/surveys/<int:survey_id>/questions/new")
@bp.post("/events/<int:event_id>/questions/new")
@requires(Permission.EDIT_EVENTS)
@takes_long_texts
def create(**place: int) -> ResponseReturnValue:
    built = built_or_404(**place)
    kind = or_404(_kind_asked_for(built.purpose))
    editor = _editor(built, kind)
    if _changes_rows(editor):
        return _form_page(built, editor)
    if not editor.validate():
        return _form_page(built, editor, 422)

    def add() -> Question:
        form = built_or_404(**place).begun()
        return add_to_form(form, kind, editor.details(), by=current_user, at=utc_now())

    with refusals_told_on(built.address(), _FULL):
        question = committed(add)
    return redirect_with(_("The question is on the form."), built.row_address(question))


@bp.post("/surveys/<int:survey_id>/ready-made-questions")
@bp.post("/events/<int:event_id>/ready-made-questions")
@requires(Permission.EDIT_EVENTS)
def create_ready_made(**place: int) -> ResponseReturnValue:
    built = built_or_404(**place)
    ready = or_404(READY_MADE[built.purpose].get(request.form.get("name", "")))

    def add() -> Question:
        form = built_or_404(**place).begun()
        return add_to_form(form, ready.kind, ready.details, by=current_user, at=utc_now())

    with refusals_told_on(built.address(), _FULL):
        question = committed(add)
    return redirect_with(_("The question is on the form."), built.row_address(question))


@bp.get("/questions/<int:question_id>/edit")
@requires(Permission.EDIT_EVENTS)
def edit(question_id: int) -> ResponseReturnValue:
    question = own_question_or_404(question_id)
    built = around(question)
    editor = _editor(built, question.kind, question=question, formdata=None)
    return _form_page(built, editor, question=question)


@bp.post("/questions/<int:question_id>/edit")
@requires(Permission.EDIT_EVENTS)
@takes_long_texts
def update(question_id: int) -> ResponseReturnValue:
    question = own_question_or_404(question_id)
    built = around(question)
    editor = _editor(built, question.kind, question=question)
    if _changes_rows(editor):
        return _form_page(built, editor, question=question)
    if not editor.validate():
        return _form_page(built, editor, 422, question=question)
    field = next(name for name in _BESIDE if name in editor)
    with (
        refusals_beside(
            editor,
            {
                BrokenCondition: (field, hanging_words),
                FormLocked: (field, LOCKED),
                CannotBeSensitive: ("sensitive", _HAS_DOORS),
            },
            again=lambda: _form_again(question_id, editor, 409),
        ),
        refusals_told_on(built.address(), _FULL),
        refusals_told({CapacityTooLow: ""}, by=lambda _why: _too_few_places(question_id, editor)),
    ):
        # Tried again if somebody picks a choice at the very moment in which it is deleted.
        committed(lambda: _change(question_id, editor))
    return redirect_with(_("The question is saved."), built.row_address(question))


@bp.post("/questions/<int:question_id>/duplicates")
@requires(Permission.EDIT_EVENTS)
def duplicate(question_id: int) -> ResponseReturnValue:
    question = own_question_or_404(question_id)
    built = around(question)
    with refusals_told_on(built.address(), _FULL):
        twin = committed(lambda: duplicate_question(question, by=current_user, at=utc_now()))
    return redirect_with(_("The copy stands right below."), built.row_address(twin))


@bp.post("/questions/<int:question_id>/removal")
@requires(Permission.EDIT_EVENTS)
def destroy(question_id: int) -> ResponseReturnValue:
    question = own_question_or_404(question_id)
    builder = around(question).address()
    with refusals_told_on(builder, {HasAnswers: _ANSWERED, **HANGING}):
        committed(lambda: delete_question(question, by=current_user, at=utc_now()))
    return redirect_with(_("The question is deleted."), builder)


def _change(question_id: int, editor: Editor) -> None:
    question = own_question_or_404(question_id)
    change_question(question, editor.details(), by=current_user, at=utc_now())


def _kind_asked_for(purpose: FormPurpose) -> QuestionKind | None:
    kind = member(QuestionKind, request.args, "kind")
    return kind if kind in KINDS[purpose] else None


def _editor(built: BuiltForm, kind: QuestionKind, **options: Any) -> Editor:
    locked = "question" in options and built.is_locked
    return question_editor(
        kind, built.purpose, built.questions, event=built.event, locked=locked, **options
    )


def _changes_rows(editor: Editor) -> bool:
    """Whether a button of the rows was pressed: then nothing is saved yet."""
    field = next((name for name in ("choices", "rows") if name in editor), None)
    if "row" not in request.form or field is None:
        return False
    editor[field].change_rows(request.form["row"])
    return True


def _form_again(question_id: int, editor: Editor, status: int) -> ResponseReturnValue:
    question = own_question_or_404(question_id)
    return _form_page(around(question), editor, status, question=question)


def _too_few_places(question_id: int, editor: Editor) -> ResponseReturnValue:
    """The form again, with a message at each choice that has fewer places than are taken."""
    question = own_question_or_404(question_id)
    for choice in question.choices:
        if choice.places is not None:
            editor["choices"].refuse_fewer_than(choice.id, choice.places.taken)
    return _form_again(question_id, editor, 422)


def _form_page(
    built: BuiltForm, editor: Editor, status: int = 200, *, question: Question | None = None
) -> ResponseReturnValue:
    has_answers = question is not None and question.id in answered_questions(question.form)
    page = render_template(
        "organizer/forms/questions/form.html",
        built=built,
        form=editor,
        question=question,
        has_answers=has_answers,
    )
    return page, status
