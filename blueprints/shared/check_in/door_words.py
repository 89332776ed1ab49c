"""A door's rules in an organizer's words."""

from flask_babel import gettext as _

from blueprints.base.labels import label
from blueprints.base.languages import language
from models.checkpoints import Checkpoint
from models.sectors import Sector


def whom_it_is_for(checkpoint: Checkpoint) -> list[str]:
    """One sentence for each rule that a person must fulfil; never empty."""
    locale, rules = language(), []
    if checkpoint.only_chosen and checkpoint.session:
        session = checkpoint.session.title_in(locale)
        rules.append(_("Those who chose the session “%(session)s”", session=session))
    if checkpoint.sectors:
        rules.append(", ".join(label(Sector(value)) for value in checkpoint.sectors))
    if checkpoint.choice:
        asked, picked = checkpoint.choice.question, checkpoint.choice
        rules.append(f"{asked.label_in(locale)}: {picked.label_in(locale)}")
    return rules or [_("Everyone with a ticket of the event")]


def customs_of(checkpoint: Checkpoint) -> list[str]:
    """Other particulars of the door, beside whom it is for."""
    said = {
        _("people on the waiting list, too"): checkpoint.admits_waiting,
        _("leaving is scanned, too"): checkpoint.exits,
        _("may come in again"): checkpoint.reentry,
        _("may enter several times"): checkpoint.multiple,
        _("beside the programme"): checkpoint.beside_programme,
        _("names on its phones"): checkpoint.roster,
        _("shows tags"): bool(checkpoint.shown_tags),
        _("shows groups"): checkpoint.shows_groups,
    }
    return [words for words, holds in said.items() if holds]
