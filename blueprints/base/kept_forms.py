"""Forms kept as everyone sees them, with gaps for what belongs to one visitor.

A form takes many times as long to render as to fill: its fields, hints and 81 provinces are the
same for all, only the CSRF token and the number of the submission are not.
"""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import Flask, current_app, request

from blueprints.base.languages import chosen_language
from blueprints.base.page_cache import Draft, PageCache, is_for_everyone
from lib.clock import utc_now

_NAME = "meydan_kept_forms"


@dataclass(frozen=True)
class _KeptForm:
    state: Hashable
    valid_until: datetime | None
    html: str

    def still_reads_so(self, state: Hashable) -> bool:
        return self.state == state and (self.valid_until is None or utc_now() < self.valid_until)


def init_app(app: Flask) -> None:
    app.extensions[_NAME] = PageCache[_KeptForm]()


def form_with_own_values(
    state: Hashable, *, own: Sequence[str], render: Callable[[], Draft]
) -> str:
    """This address's form for this visitor, rendered anew only where its state or the time asks.

    `own` are random values of this visitor alone, which `render` writes into the page. `state`
    must have been read before `render` reads.
    """
    if not is_for_everyone():
        return render().html
    forms: PageCache[_KeptForm] = current_app.extensions[_NAME]
    key = (request.root_path, request.path, chosen_language())
    kept = forms.get(key)
    if kept is None or not kept.still_reads_so(state):
        draft = render()
        kept = _KeptForm(state, draft.valid_until, _emptied(draft.html, own))
        forms.keep(key, kept)
    return _filled(kept.html, own)


def _gap(number: int) -> str:
    return f"\0{number}\0"  # no text that people write holds NUL


def _emptied(html: str, own: Sequence[str]) -> str:
    for number, value in enumerate(own):
        html = html.replace(value, _gap(number))
    return html


def _filled(html: str, own: Sequence[str]) -> str:
    for number, value in enumerate(own):
        html = html.replace(_gap(number), value)
    return html
