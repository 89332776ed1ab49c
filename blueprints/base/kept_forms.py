"""Rendered forms kept for all visitors, with gaps for what belongs to one visitor.

A form takes many times as long to render as to fill: its fields, hints and 81 provinces are the
same for all; only the CSRF token and the number of the submission differ.
"""

from collections.abc import Callable, Hashable, Sequence

from flask import request

from blueprints.base.languages import chosen_language
from blueprints.base.page_cache import Draft, is_for_everyone, still_true
from extensions import kept
from lib.keeping import KeptWhileSame

kept_forms = kept(lambda: KeptWhileSame[Draft](most=512, holds=still_true))


def form_with_own_values(
    state: Hashable, *, own: Sequence[str], render: Callable[[], Draft]
) -> str:
    """This address's form for this visitor, rendered anew if its state or the time asks for it.

    `own` are random values of this visitor alone, which `render` writes into the page. `state` must
    have been read before `render` reads.
    """
    if not is_for_everyone():
        return render().html
    key = (request.root_path, request.path, chosen_language())
    form = kept_forms().read(key, state, lambda: _emptied(render(), own))
    return _filled(form.html, own)


def _gap(number: int) -> str:
    return f"\0{number}\0"  # no text that people write holds NUL


def _emptied(draft: Draft, own: Sequence[str]) -> Draft:
    html = draft.html
    for number, value in enumerate(own):
        html = html.replace(value, _gap(number))
    return Draft(html, draft.valid_until)


def _filled(html: str, own: Sequence[str]) -> str:
    for number, value in enumerate(own):
        html = html.replace(_gap(number), value)
    return html
