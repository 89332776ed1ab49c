"""The letters' templates: each sentence is written once, and both formats have the same parts."""

from collections import Counter

from babel.messages.extract import extract
from jinja2 import Environment

from letters import formats
from letters.kinds import TRAITS
from models.letters import LetterKind
from tests.house.source import ROOT
from tests.house.test_translations import KEYWORDS

LETTERS = ROOT / "templates" / "letters"
# Who is declined reads the same line, whether by hand or in the selection.
SAID_TWICE = {"About your application", "About your application: %(event)s"}


def test_each_sentence_of_the_letters_is_written_once():
    said: Counter[str] = Counter()
    for path in LETTERS.rglob("*.*"):
        with path.open("rb") as file:
            for _line, message, *_ in extract("jinja2", file, keywords=KEYWORDS):  # type: ignore[arg-type]
                said[message if isinstance(message, str) else message[0]] += 1
    assert len(said) > 100
    assert {text for text, times in said.items() if times > 1} == SAID_TWICE


def test_every_kind_of_letter_has_a_subject_and_one_body():
    files = {path.relative_to(LETTERS).as_posix() for path in LETTERS.glob("*/*")}
    assert files == {
        f"{kind}/{name}" for kind in LetterKind for name in ("subject.txt", "body.jinja")
    }


def test_every_kind_of_letter_is_declared():
    assert list(TRAITS) == list(LetterKind)


def test_both_formats_have_the_same_parts():
    def parts(environment: Environment) -> dict[str, tuple[str, ...]]:
        macros = vars(environment.globals["part"])
        return {name: m.arguments for name, m in macros.items() if hasattr(m, "arguments")}

    assert "paragraph" in parts(formats.html())
    assert parts(formats.plain_text()) == parts(formats.html())


def test_parts_hold_no_words_and_bodies_no_markup():
    for path in LETTERS.glob("_parts.*"):
        assert "_(" not in path.read_text("utf-8")
    for path in LETTERS.rglob("*.jinja"):
        assert "<" not in path.read_text("utf-8"), path
