"""Personal data and insults are found where they are, whatever stands around them."""

import re
from itertools import pairwise
from time import perf_counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lib.personal_data import Kind, found_in
from lib.personal_data.engine import _engine
from models.statements import MarkKind
from tests.lib.personal_data.sentences import FOUND, NOTHING

WORDS = re.findall(r"[^\s\[\]|]+", " ".join(FOUND))
WORDS += ["😀", "\u0301", "é", "\ud800", "\u200b", "ﬁ", "0", "/", "- "]
MIXED = st.lists(st.sampled_from(WORDS) | st.text(max_size=6), max_size=25).flatmap(
    lambda words: st.sampled_from(["", " ", "\n"]).map(lambda gap: gap.join(words))
)


def kinds_and_words(text):
    return [(span.kind, text[span.start : span.end]) for span in found_in(text)]


@pytest.mark.parametrize("example", FOUND)
def test_it_is_found(example):
    kind, _bar, sentence = example.partition("|")
    before, inside, after = re.fullmatch(r"(.*?)\[(.*)\](.*)", sentence).groups()
    text = before + inside + after
    assert (Kind(kind), inside) in kinds_and_words(text)


@pytest.mark.parametrize("text", NOTHING)
def test_ordinary_sentences_have_nothing_to_hide(text):
    assert kinds_and_words(text) == []


def test_places_are_counted_in_code_points_of_the_text_as_it_is():
    text = "😀 e\u0301 Ays\u0327e Hanım 0532 123 45 67"
    assert kinds_and_words(text) == [
        (Kind.NAME, "Ays\u0327e"),
        (Kind.PHONE, "0532 123 45 67"),
    ]


def test_what_overlaps_becomes_one_or_stands_beside_the_longer():
    text = "Gül Sok. No: 5 ali@ornek.com,0532 123 45 67"
    assert [kind for kind, _words in kinds_and_words(text)] == [
        Kind.ADDRESS,
        Kind.EMAIL,
        Kind.PHONE,
    ]


@given(st.text(alphabet=st.characters(), max_size=200) | MIXED)
@settings(max_examples=400, deadline=None)
def test_any_text_is_read_and_the_spans_lie_apart_inside_it(text):
    spans = found_in(text)
    assert all(0 <= span.start < span.end <= len(text) for span in spans)
    assert all(one.end <= other.start for one, other in pairwise(spans))


def test_a_fault_of_the_engine_is_not_provoked(capfd):
    """It would write the text to the log."""
    text = "Ahmet Yılmaz 0532 123 45 67, kat 6. / 2 de"
    with pytest.raises(BaseException, match="range"):
        _engine().detect(text)
    assert capfd.readouterr().err
    assert kinds_and_words(text) == [
        (Kind.NAME, "Ahmet Yılmaz"),
        (Kind.PHONE, "0532 123 45 67"),
    ]
    assert capfd.readouterr().err == ""


def test_a_sentence_takes_well_below_five_milliseconds():
    found_in("Ahmet Yılmaz")
    started = perf_counter()
    for example in FOUND + NOTHING:
        found_in(example)
    assert (perf_counter() - started) / len(FOUND + NOTHING) < 0.005


def test_the_kinds_are_those_of_statements():
    assert {str(kind) for kind in Kind} == {str(kind) for kind in MarkKind}
