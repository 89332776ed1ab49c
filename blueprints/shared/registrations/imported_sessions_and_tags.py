"""Sessions and tags as columns of a table of participants: several names in one cell."""

from collections.abc import Sequence
from itertools import pairwise

from flask_babel import gettext as _

from blueprints.base.languages import LANGUAGES, language
from blueprints.inputs.registrations.participant import LONGEST_TAG
from blueprints.shared.registrations.cells import FaultyCell
from blueprints.shared.registrations.named_things import NamedThings
from blueprints.shared.registrations.tables import Column
from lib.text import clean_line
from models.events import Event, Session
from queries.events.agenda import session_names
from queries.registrations.tags import tags_of

_MOST_TAGS = 20
"""The most tags on one person."""


def session_columns(event: Event, sessions: Sequence[Session]) -> list[Column]:
    """The column of sessions; none if there is nothing to choose."""
    if not sessions:
        return []
    shown = session_names(event, language())
    named = NamedThings(
        (name, session)
        for locale in LANGUAGES
        for names in [session_names(event, locale)]
        for session in sessions
        for name in (names[session.id], session.title_in(locale))
    )

    def read(text: str) -> list[Session]:
        found = dict(named.split(text))
        if unknown := next((name for name, session in found.items() if session is None), None):
            known = ", ".join(shown[session.id] for session in sessions)
            raise FaultyCell(
                _(
                    "There is no session “%(name)s”. Write: %(names)s.",
                    name=unknown[:100],
                    names=known,
                )
            )
        return _one_after_another({s.id: s for s in found.values() if s}, shown)

    return [Column("sessions", lambda: _("Sessions"), read)]


def tag_column(event: Event) -> Column:
    """The column of tags; tags that the event does not have yet are made."""
    named = NamedThings(((tag.name, tag.name) for tag in tags_of(event)), loosely=False)

    def read(text: str) -> tuple[str, ...]:
        names = [known or clean_line(name) for name, known in named.split(text)]
        if any(len(name) > LONGEST_TAG for name in names):
            raise FaultyCell(_("Use at most %(max)d characters.", max=LONGEST_TAG))
        if len(names) > _MOST_TAGS:
            raise FaultyCell(_("Write at most %(max)d tags, separated by commas.", max=_MOST_TAGS))
        return tuple(dict.fromkeys(names))

    return Column("tags", lambda: _("Tags"), read, other_names=("etiket", "tag"))


def _one_after_another(chosen: dict[int, Session], names: dict[int, str]) -> list[Session]:
    """Refuse sessions at the same time: nobody is in two rooms at once."""
    in_order = sorted(chosen.values(), key=lambda s: (s.starts_at, s.ends_at))
    for first, second in pairwise(in_order):
        if second.starts_at < first.ends_at:
            raise FaultyCell(
                _(
                    "“%(first)s” and “%(second)s” take place at the same time. Choose one of them.",
                    first=names[first.id],
                    second=names[second.id],
                )
            )
    return in_order
