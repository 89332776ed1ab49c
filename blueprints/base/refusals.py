"""How a refusal becomes a response.

    with refusals_told_on(page, {NotResendable: _l("This letter waits already.")}):
        committed(lambda: resend(letter, by=current_user, at=utc_now()))
    return redirect_with(_("The email will be sent again."), page)

`committed` has rolled back by then: pages read anew what they show. A refusal without words goes
on, to the error handler of the blueprint or the site.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, NoReturn

from flask import abort, make_response, redirect
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm

from blueprints.base.pages import refuse_with
from lib.refusals import Refusal

Sentence = str | Callable[[Any], str]
"""The words that people read, or a function that makes them of the refusal; "" if the page says it
anyway."""
Words = Mapping[type[Refusal], Sentence]
WordsBeside = Mapping[type[Refusal], tuple[str, Sentence]]
"""The name of the field, and the words shown beside it."""


@contextmanager
def refusals_told_on(page: str, words: Words) -> Iterator[None]:
    """If the work inside is refused, go to the page with this address and say there why."""
    with refusals_told(words, by=lambda why: _go_to(page, why)):
        yield


@contextmanager
def refusals_told(words: Words, by: Callable[[str], ResponseReturnValue]) -> Iterator[None]:
    """If the work inside is refused, respond with what `by` makes of the words for it."""
    try:
        yield
    except tuple(words) as refusal:
        respond_with(by(sentence_for(refusal, words)))


@contextmanager
def refusals_beside(
    form: FlaskForm, words: WordsBeside, *, again: Callable[[], ResponseReturnValue]
) -> Iterator[None]:
    """If the work inside is refused, show the form again with the words beside its field."""
    try:
        yield
    except tuple(words) as refusal:
        field, sentence = _of_kind(refusal, words)
        form[field].errors = [_said(refusal, sentence)]
        respond_with(again())


def sentence_for(refusal: Refusal, words: Words) -> str:
    return _said(refusal, _of_kind(refusal, words))


def respond_with(page: ResponseReturnValue) -> NoReturn:
    """End the request with this response, from wherever in the code it is called."""
    abort(make_response(page))


def _of_kind(refusal: Refusal, words: Mapping[type[Refusal], Any]) -> Any:
    """The entry for the refusal's class, or for the nearest class above it."""
    return next(words[kind] for kind in type(refusal).__mro__ if kind in words)


def _said(refusal: Refusal, sentence: Sentence) -> str:
    return str(sentence(refusal) if callable(sentence) else sentence)


def _go_to(page: str, why: str) -> ResponseReturnValue:
    return refuse_with(why, page) if why else redirect(page, 303)
