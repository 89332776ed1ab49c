"""The form by which an organizer edits a question: only the fields that its kind has."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField
from wtforms.validators import ValidationError

from blueprints.base.languages import language
from blueprints.inputs.base import fields as base
from blueprints.inputs.events.event import WholeNumberField
from blueprints.inputs.forms.conditions import ConditionField
from blueprints.inputs.forms.editor_fields import (
    choice_fields,
    limit_fields,
    rule_fields,
    text_fields,
)
from blueprints.inputs.forms.measure_editor import (
    measures_of,
    place_fields,
    scale_fields,
    shown_measures,
)
from lib.turkish import search_key
from models.events import Event
from models.forms import AskedAt, FormPurpose, Question, QuestionKind
from operations.forms.details import TEXTS, QuestionDetails, details_of, rows_of
from operations.forms.guards import Objection, objection_to, seems_sensitive
from operations.forms.writing import WITH_CHOICES

_K = QuestionKind
ANONYMOUS = {_K.SCALE, _K.MATRIX, _K.NPS, _K.RANKING, _K.PROBLEM}
"""Asked in feedback and surveys alone."""
# Answers are anonymous: nothing is asked that names a person.
_OF_NOBODY = [
    _K.SCALE,
    _K.MATRIX,
    _K.RATING,
    _K.NPS,
    _K.SINGLE_CHOICE,
    _K.MULTIPLE_CHOICE,
    _K.RANKING,
    _K.YES_NO,
    _K.NUMBER,
    _K.SHORT_TEXT,
    _K.LONG_TEXT,
    _K.PROBLEM,
    _K.PROVINCE,
    _K.HEADING,
]
KINDS: dict[FormPurpose, list[QuestionKind]] = {
    FormPurpose.REGISTRATION: [kind for kind in QuestionKind if kind not in ANONYMOUS],
    FormPurpose.FEEDBACK: _OF_NOBODY,
    FormPurpose.SURVEY: _OF_NOBODY,
}
_OBJECTIONS = {
    Objection.IDENTITY_NUMBER: _l(
        "Identity numbers are not collected here: nobody needs them to prepare the event. Ask for nothing more than the name."
    ),
    Objection.MEMBERSHIP: _l(
        "Membership of an association, foundation, union or party is special-category personal data (KVKK, article 6). Ask which organisation someone represents."
    ),
    Objection.SPECIAL_CATEGORY: _l(
        "This asks for special-category personal data (KVKK, article 6), which an event has no reason to collect."
    ),
    Objection.PASSPORT_TOO_EARLY: _l(
        "Passports are asked for after approval only, of those who travel, and marked as sensitive."
    ),
}


class Editor(base.Form):
    """The fields of every kind; `question_editor` adds the others."""

    label = base.line(_l("Question"), longest=500)
    label_en = base.line(_l("Question in English"), required=False, longest=500)
    help = base.paragraphs(
        _l("Help below the question"), required=False, longest=2000, render_kw={"rows": 2}
    )
    help_en = base.paragraphs(
        _l("Help in English"), required=False, longest=2000, render_kw={"rows": 2}
    )
    sensitivity_offered = HiddenField()

    kind: QuestionKind
    locked: Question | None = None
    """A question of a form that somebody has answered: only its words are fields then."""

    def validate_label(self, field: Any) -> None:
        if objection := objection_to(
            field.data or "",
            self.label_en.data or "",
            kind=self.kind,
            asked_at=self.stage,
            sensitive=self._said("sensitive"),
        ):
            raise ValidationError(str(_OBJECTIONS[objection]))

    def validate_sensitive(self, field: BooleanField) -> None:
        """Tick «sensitive» once if the question seems so; the organizer may untick it again."""
        said = search_key(f"{self.label.data} {self.label_en.data}")
        offered_before = self.sensitivity_offered.data == said
        if field.data or offered_before or not seems_sensitive(*self._labels()):
            return
        field.data, self.sensitivity_offered.data = True, said
        raise ValidationError(
            _(
                "This seems to ask about diet, health or access. It is marked as sensitive now; untick it if that is wrong, and save again."
            )
        )

    def validate_required(self, field: BooleanField) -> None:
        if field.data and self._said("sensitive"):
            field.data = False
            raise ValidationError(_("A sensitive question is always optional."))

    def validate_maximum(self, field: WholeNumberField) -> None:
        least = self["minimum"].data if "minimum" in self else None
        if field.data is not None and least is not None and field.data < least:
            raise ValidationError(_("This must not be less than the minimum. Correct one of them."))
        most = max(field.data or 0, least or 0)
        if self.kind is _K.MULTIPLE_CHOICE and most > self["choices"].count:
            raise ValidationError(_("There are not so many choices. Enter a smaller number."))

    @property
    def stage(self) -> AskedAt:
        asked_at = self["asked_at"].data if "asked_at" in self else None
        return AskedAt(asked_at) if asked_at in list(AskedAt) else AskedAt.REGISTRATION

    def details(self) -> QuestionDetails:
        if self.locked is not None:
            return self._mended(details_of(self.locked))
        return QuestionDetails(
            label=self.label.data,
            label_en=self.label_en.data or "",
            help=self.help.data or "",
            help_en=self.help_en.data or "",
            required=self._said("required"),
            asked_at=self.stage,
            sensitive=self._said("sensitive"),
            minimum=self["minimum"].data if "minimum" in self else None,
            maximum=self["maximum"].data if "maximum" in self else None,
            condition=self["condition"].condition() if "condition" in self else None,
            choices=self["choices"].details() if "choices" in self else (),
            rows=self["rows"].row_details() if "rows" in self else (),
            **measures_of(self),
        )

    def _mended(self, asked: QuestionDetails) -> QuestionDetails:
        """The question as it is asked, with the words that were entered."""
        words = {name: self[name].data or "" for name in TEXTS if name in self}
        choices = self["choices"].details() if "choices" in self else ()
        rows = self["rows"].row_details() if "rows" in self else ()
        known = {choice.choice_id: choice for choice in asked.choices}
        kept: Any = {
            **words,
            "rows": rows,
            "choices": [
                replace(known.get(one.choice_id, one), label=one.label, label_en=one.label_en)
                for one in choices
            ],
        }
        return replace(asked, **kept)

    def _labels(self) -> tuple[str, str]:
        return self.label.data or "", self.label_en.data or ""

    def _said(self, name: str) -> bool:
        return bool(name in self and self[name].data)


def question_editor(
    kind: QuestionKind,
    purpose: FormPurpose,
    questions: Sequence[Question],
    *,
    event: Event | None = None,
    question: Question | None = None,
    locked: bool = False,
    **options: Any,
) -> Editor:
    """The form for a new question of this kind, or for `question`. `questions`: all of the form;
    `event`: whose sessions and speakers it can be asked of; `locked`: only words are changed."""
    condition = ConditionField(_l("Shown"), questions=questions, of=question, locale=language())
    rules = {
        **limit_fields(kind),
        **rule_fields(kind, purpose),
        **place_fields(kind, purpose, event),
        "condition": condition,
    }
    fields = {
        **text_fields(kind),
        **(choice_fields(kind, purpose, locked=locked) if kind in WITH_CHOICES else {}),
        **scale_fields(kind, locked=locked),
        **({} if locked else rules),
        "kind": kind,
        "locked": question if locked else None,
    }
    editor = type("QuestionEditor", (Editor,), fields)
    return editor(**({**_shown(question), **options} if question else options))  # type: ignore[no-any-return]


def _shown(question: Question) -> dict[str, Any]:
    names = (
        "label",
        "label_en",
        "help",
        "help_en",
        "required",
        "sensitive",
        "minimum",
        "maximum",
    )
    return {
        **{name: getattr(question, name) for name in names},
        "asked_at": question.asked_at.value,
        "choices": [choice for choice in question.choices if choice.retired_at is None],
        "rows": rows_of(question),
        **shown_measures(question),
        "condition": (question.shown_if_id, tuple(question.shown_if)),
        "sensitivity_offered": search_key(f"{question.label} {question.label_en}"),
    }
