"""A refusal inside is told in the words that stand for it, and ends the request there."""

import pytest
from flask import get_flashed_messages
from flask_babel import ngettext
from werkzeug.exceptions import HTTPException

from blueprints.base.refusals import Words, refusals_beside, refusals_told, refusals_told_on
from blueprints.inputs.base import fields as base
from lib.refusals import Refusal


class Late(Refusal):
    pass


class TooLate(Late):
    pass


class TooMany(Refusal):
    def __init__(self, left):
        super().__init__()
        self.left = left


class NameForm(base.Form):
    name = base.line("Name")


WORDS: Words = {
    Late: "It is late.",
    TooMany: lambda refusal: ngettext("%(num)d is left.", "%(num)d are left.", refusal.left),
}


@pytest.fixture
def request_at_hand(sqlite_app):
    with sqlite_app.test_request_context("/?lang=en"):
        yield


def answer_to(telling, refusal):
    def refused():
        with telling:
            raise refusal

    with pytest.raises(HTTPException) as ended:
        refused()
    return ended.value.response


@pytest.mark.parametrize(
    ("refusal", "told"),
    [(Late(), "It is late."), (TooLate(), "It is late."), (TooMany(3), "3 are left.")],
)
def test_the_nearest_class_has_the_words(request_at_hand, refusal, told):
    answer = answer_to(refusals_told_on("/list", WORDS), refusal)
    assert (answer.status_code, answer.location) == (303, "/list")
    assert get_flashed_messages() == [told]


def test_words_for_a_class_come_before_those_for_the_class_above(request_at_hand):
    answer_to(refusals_told_on("/list", {**WORDS, TooLate: "Too late."}), TooLate())
    assert get_flashed_messages() == ["Too late."]


def test_where_the_page_says_it_anyway_nothing_is_told(request_at_hand):
    answer = answer_to(refusals_told_on("/list", {Late: ""}), Late())
    assert answer.location == "/list" and get_flashed_messages() == []


def test_the_view_says_what_page_tells_it(request_at_hand):
    answer = answer_to(refusals_told(WORDS, by=lambda why: (f"No. {why}", 409)), Late())
    assert (answer.status_code, answer.get_data(as_text=True)) == (409, "No. It is late.")


def test_it_is_said_beside_the_field(request_at_hand):
    form = NameForm()
    beside = refusals_beside(form, {Late: ("name", "Late.")}, again=lambda: (form.name.errors, 422))
    answer = answer_to(beside, TooLate())
    assert (answer.status_code, answer.json) == (422, ["Late."])


def test_a_refusal_without_words_goes_on(request_at_hand):
    with pytest.raises(TooMany), refusals_told_on("/list", {Late: "It is late."}):
        raise TooMany(1)
