"""Proposing a selection, changing it by hand and confirming it."""

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, RadioField, SelectField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired

from blueprints.base import labels
from blueprints.inputs.base import fields as base
from blueprints.inputs.selection.criterion import whole_number
from models.selection import ReasonTold, SelectionOutcome, SelectionResult

_MOST = 10_000


class ProposalForm(base.Form):
    places = whole_number(_l("Places to fill"), least=1, most=_MOST)
    reserves = whole_number(
        _l("People on the reserve list of each sector"),
        least=0,
        most=_MOST,
        default=3,
        description=_l(
            "This many of those not chosen go on the reserve list, sector by sector. When "
            "someone withdraws, the next person of the same sector gets the place."
        ),
    )


class _OfWhatWasSeen(base.Form):
    """`seen` is the edition that the page showed: no other one is confirmed or changed."""

    seen = HiddenField()


class ExchangeForm(_OfWhatWasSeen):
    leaves = SelectField(_l("No longer chosen"), [InputRequired(_l("Choose one."))])
    enters = SelectField(_l("Chosen instead"), [InputRequired(_l("Choose one."))])
    justification = base.paragraphs(
        _l("Justification"),
        longest=1000,
        description=_l("It is kept in the record of the selection, with your name."),
        render_kw={"rows": 3},
    )

    def __init__(self, results: Sequence[SelectionResult], **options: Any) -> None:
        super().__init__(**options)
        chosen = SelectionOutcome.CHOSEN
        self.leaves.choices = _people(r for r in results if r.outcome is chosen)
        self.enters.choices = _people(r for r in results if r.outcome is not chosen)


def _reason(label: str, default: ReasonTold) -> RadioField:
    return RadioField(
        label,
        [InputRequired(_l("Choose one."))],
        default=default,
        choices=lambda: labels.choices(ReasonTold),
    )


class ConfirmationForm(_OfWhatWasSeen):
    chosen = _reason(_l("Reason for those who are chosen"), ReasonTold.NOTHING)
    reserve = _reason(_l("Reason for those on the reserve list"), ReasonTold.GENERAL)
    declined = _reason(_l("Reason for those who are declined"), ReasonTold.GENERAL)

    def told(self) -> dict[SelectionOutcome, ReasonTold]:
        return {outcome: ReasonTold(self[outcome.value].data) for outcome in SelectionOutcome}


def _people(results: Any) -> list[SelectChoice]:
    listed = [
        SelectChoice(str(r.registration_id), f"{r.rank}. {r.registration.name}") for r in results
    ]
    return [SelectChoice("", _("Choose")), *listed]
