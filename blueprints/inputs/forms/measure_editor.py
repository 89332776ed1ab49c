"""What an organizer enters about scales, about whom a question is asked of, and on which page."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, RadioField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, NumberRange, Optional

from blueprints.base.languages import language
from blueprints.inputs.base import fields as base
from blueprints.inputs.base.controls import CheckboxListField
from blueprints.inputs.events.event import WholeNumberField
from blueprints.inputs.forms.choice_fields import choice_or_refusal
from blueprints.inputs.forms.choice_rows import ChoicesField
from models.events import Event
from models.forms import AskedOf, FormPurpose, Question, QuestionKind
from queries.forms.subjects import subjects_on_agenda

_K = QuestionKind
WITH_ENDS = {_K.SCALE, _K.MATRIX, _K.NPS}
POINTS = range(2, 12)
_USUAL = 5
_MOST_PAGES = 50
_END = 100
ONCE = "once"
_PLAIN = ("points", "low", "low_en", "high", "high_en", "no_opinion", "page")


def scale_fields(kind: QuestionKind, *, locked: bool) -> dict[str, Any]:
    """Points, ends, "no opinion", and the rows of a matrix; once locked only their words."""
    fields: dict[str, Any] = {}
    if kind in WITH_ENDS:
        fields = _end_fields()
    if kind is _K.MATRIX:
        fields["rows"] = ChoicesField(_l("Rows"), least=1, fixed=locked)
    if kind in (_K.SCALE, _K.MATRIX) and not locked:
        fields["points"] = WholeNumberField(
            _l("Number of points"),
            [
                InputRequired(_l("Fill in this field.")),
                NumberRange(
                    POINTS[0], POINTS[-1], _l("Enter a number between %(min)d and %(max)d.")
                ),
            ],
            default=_USUAL,
            render_kw={"inputmode": "numeric"},
            description=_l("From 2 to 11."),
        )
        fields["no_opinion"] = BooleanField(
            _l("Offer “no opinion”"), description=_l("It is no number, and never in a mean.")
        )
    return fields


def place_fields(kind: QuestionKind, purpose: FormPurpose, event: Event | None) -> dict[str, Any]:
    """The page of the form, and of which sessions or speakers it is asked."""
    if purpose is FormPurpose.REGISTRATION:
        return {}
    fields: dict[str, Any] = {}
    if event is not None and kind is not _K.HEADING:
        fields = _subject_fields(event)
    fields["page"] = WholeNumberField(
        _l("Page of the form"),
        [
            Optional(),
            NumberRange(1, _MOST_PAGES, _l("Enter a number between %(min)d and %(max)d.")),
        ],
        default=1,
        render_kw={"inputmode": "numeric"},
    )
    return fields


def measures_of(editor: Any) -> dict[str, Any]:
    """What was entered in those of these fields that the editor has, for QuestionDetails."""
    found = {name: editor[name].data for name in _PLAIN if name in editor}
    for name in ("low", "low_en", "high", "high_en"):
        if name in found:
            found[name] = found[name] or ""
    if "page" in found:
        found["page"] = found["page"] or 1
    if "asked_of" in editor and (of := asked_of(editor)) is not None:
        found["asked_of"] = of
        found["subjects"] = tuple(editor[f"{of.value}s"].data or ())
    return found


def asked_of(editor: Any) -> AskedOf | None:
    said = editor["asked_of"].data
    return AskedOf(said) if said in list(AskedOf) else None


def shown_measures(question: Question) -> dict[str, Any]:
    """The question as the editor shows it."""
    of = question.asked_of
    return {
        **{name: getattr(question, name) for name in _PLAIN},
        "asked_of": of.value if of else ONCE,
        "sessions": list(question.subjects) if of is AskedOf.SESSION else [],
        "speakers": list(question.subjects) if of is AskedOf.SPEAKER else [],
    }


def _end_fields() -> dict[str, Any]:
    return {
        "low": base.line(_l("What the lowest point means"), required=False, longest=_END),
        "low_en": base.line(_l("In English"), required=False, longest=_END),
        "high": base.line(_l("What the highest point means"), required=False, longest=_END),
        "high_en": base.line(_l("In English"), required=False, longest=_END),
    }


def _subject_fields(event: Event) -> dict[str, Any]:
    words = {
        AskedOf.SESSION: _("For each session"),
        AskedOf.SPEAKER: _("For each speaker or trainer"),
    }
    lists = {
        AskedOf.SESSION: _l("Which sessions (none ticked: all)"),
        AskedOf.SPEAKER: _l("Which speakers (none ticked: all)"),
    }
    on_agenda = {of: subjects_on_agenda(event, of, language()) for of in AskedOf}
    offered = [of for of in AskedOf if on_agenda[of]]
    if not offered:
        return {}
    fields: dict[str, Any] = {
        "asked_of": RadioField(
            _l("How often it is asked"),
            [InputRequired(_l("Choose one."))],
            choices=[
                SelectChoice(ONCE, _("Once")),
                *(SelectChoice(of.value, words[of]) for of in offered),
            ],
            default=ONCE,
        )
    }
    for of in offered:
        fields[f"{of.value}s"] = CheckboxListField(
            lists[of],
            [Optional()],
            choices=[SelectChoice(str(one.id), one.name) for one in on_agenda[of]],
            coerce=choice_or_refusal,
        )
    return fields
