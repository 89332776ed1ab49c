"""What an act did, in a sentence: on the board, in the list of acts, and where one is in the way."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

from blueprints.base.languages import language
from models.problems import Act, ActKind
from queries.problems.titles import titles_in, undone_by

Titles = Mapping[int, str]


def told(acts: Sequence[Act]) -> list[tuple[Act, str]]:
    """Each act with its sentence, in two SQL statements however many they are."""
    undone = undone_by(acts)
    titles = titles_in([*acts, *undone.values()], language())
    return [(act, words_of(act, titles, undone.get(act.id))) for act in acts]


def words_of(act: Act, titles: Titles, undone: Act | None = None) -> str:
    """The sentence; `undone` is what an undo undid."""
    if act.kind is not ActKind.UNDO:
        return _WORDS[act.kind](act, titles)
    before = words_of(undone, titles) if undone else ""
    words: str = _("Undone: %(what)s", what=before)
    return words


def _filed(act: Act, titles: Titles) -> str:
    words: str = ngettext(
        "%(num)d statement added to “%(title)s”.",
        "%(num)d statements added to “%(title)s”.",
        _statements(act),
        title=_title(act, titles),
    )
    return words


def _moved(act: Act, titles: Titles) -> str:
    words: str = ngettext(
        "%(num)d statement moved to “%(title)s”.",
        "%(num)d statements moved to “%(title)s”.",
        _statements(act),
        title=_title(act, titles),
    )
    return words


def _split(act: Act, titles: Titles) -> str:
    words: str = ngettext(
        "%(num)d statement became a problem of its own: “%(title)s”.",
        "%(num)d statements became a problem of their own: “%(title)s”.",
        _statements(act),
        title=_title(act, titles),
    )
    return words


def _merged(act: Act, titles: Titles) -> str:
    gone = [
        _name(int(change["id"]), titles)
        for change in _of("problem", act)
        if change["after"].get("standing") == "merged"
    ]
    words: str = _(
        "%(gone)s merged into “%(title)s”.", gone=_listed(gone), title=_title(act, titles)
    )
    return words


def _renamed(act: Act, titles: Titles) -> str:
    named = [change for change in _of("problem", act) if "title" in change["after"]]
    words: str = _("The English title of “%(title)s” changed.", title=_title(act, titles))
    for change in named:
        old, new = change["before"]["title"], change["after"]["title"]
        words = _("“%(old)s” renamed “%(new)s”.", old=old, new=new)
    return words


def _hidden(act: Act, _titles: Titles) -> str:
    words: str = ngettext(
        "%(num)d statement hidden.", "%(num)d statements hidden.", _statements(act)
    )
    return words


def _shown(act: Act, _titles: Titles) -> str:
    words: str = ngettext(
        "%(num)d statement shown again.", "%(num)d statements shown again.", _statements(act)
    )
    return words


def _taken_out(act: Act, titles: Titles) -> str:
    left = {change["before"].get("problem_id") for change in _of("statement", act)} - {None}
    words: str = ngettext(
        "%(num)d statement removed from %(titles)s.",
        "%(num)d statements removed from %(titles)s.",
        _statements(act),
        titles=_listed([_name(number, titles) for number in sorted(left)]),
    )
    return words


def _linked(act: Act, titles: Titles) -> str:
    words: str = _(
        "%(parts)s linked to the wider problem “%(title)s”.",
        parts=_listed(_parts(act, titles)),
        title=_title(act, titles),
    )
    return words


def _unlinked(act: Act, titles: Titles) -> str:
    words: str = _(
        "%(parts)s: link to the wider problem removed.", parts=_listed(_parts(act, titles))
    )
    return words


_WORDS = {
    ActKind.FILE: _filed,
    ActKind.MOVE: _moved,
    ActKind.SPLIT: _split,
    ActKind.MERGE: _merged,
    ActKind.RENAME: _renamed,
    ActKind.HIDE: _hidden,
    ActKind.SHOW: _shown,
    ActKind.TAKE_OUT: _taken_out,
    ActKind.LINK: _linked,
    ActKind.UNLINK: _unlinked,
}


def _of(row: str, act: Act) -> list[dict[str, Any]]:
    return [change for change in act.changes if change["row"] == row]


def _statements(act: Act) -> int:
    return len(_of("statement", act))


def _parts(act: Act, titles: Titles) -> list[str]:
    return [
        _name(int(change["id"]), titles)
        for change in _of("problem", act)
        if "part_of_id" in change["after"]
    ]


def _title(act: Act, titles: Titles) -> str:
    return titles.get(act.problem_id or 0, "?")


def _name(number: int, titles: Titles) -> str:
    return f"“{titles.get(number, '?')}”"


def _listed(names: list[str]) -> str:
    return ", ".join(names)
