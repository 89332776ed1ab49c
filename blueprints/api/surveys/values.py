"""Answers as JSON, written as a browser would send them: the form then checks them.

Every kind of question has its own shape in JSON (see NewAnswers); whatever has another is refused
here with a message, before the form sees it.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from blueprints.inputs.forms.questions import field_name
from lib.text import storable
from models.forms import Choice, Question, QuestionKind
from operations.base.answers import NoOpinion

_K = QuestionKind
_RAW = 40_000
"""The most characters of a text that are looked at."""
Sent = Mapping[str, list[str]]
"""Values by the names of form fields."""


class BadValue(Exception):
    """JSON that does not answer the question; `part` says where in the value, if not as a whole."""

    def __init__(self, message: str, part: str = "") -> None:
        super().__init__(message)
        self.part = part


def as_sent(question: Question, value: Any, *, subject: int = 0) -> Sent:
    """The answer to one question, about one session or speaker or none. Raises BadValue."""
    return _READ.get(question.kind, _one_text)(question, field_name(question, subject), value)


def topic_of(question: Question, value: Any) -> str:
    """The topic of a problem whose question offers none to choose from."""
    if not offered(question) and isinstance(value, dict):
        return _said_topic(value)
    return ""


def _said_topic(problem: Mapping[str, Any]) -> str:
    topic = problem.get("topic")
    return "" if topic is None else str(_at("topic", _text, topic))


def offered(question: Question) -> list[Choice]:
    return [choice for choice in question.choices if choice.retired_at is None]


def _one_point(_question: Question, name: str, value: Any) -> Sent:
    return {name: [_point(value)]}


def _one_number(_question: Question, name: str, value: Any) -> Sent:
    return {name: [str(_integer(value))]}


def _one_text(_question: Question, name: str, value: Any) -> Sent:
    return {name: [_text(value)]}


def _one_choice(question: Question, name: str, value: Any) -> Sent:
    return _picked(question, name, [value])


def _several_choices(question: Question, name: str, value: Any) -> Sent:
    return _picked(question, name, _list(value))


def _ranked(question: Question, name: str, value: Any) -> Sent:
    return {name: [str(choice.id) for choice in _choices(question, _list(value))]}


def _point(value: Any) -> str:
    if value == NoOpinion.NO_OPINION.value:
        return NoOpinion.NO_OPINION.value
    return str(_integer(value))


def _integer(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or abs(value) > 10**15:
        raise BadValue("This must be a whole number.")
    return value


def _yes_or_no(_question: Question, name: str, value: Any) -> Sent:
    if not isinstance(value, bool):
        raise BadValue("This must be true or false.")
    return {name: ["yes" if value else "no"]}


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise BadValue("This must be a string.")
    if len(value) > _RAW:
        raise BadValue("This text is far too long.")
    if storable(value) != value:
        raise BadValue("Control characters such as NUL are not text.")
    return value


def _list(value: Any) -> list[Any]:
    if not isinstance(value, list):
        raise BadValue("This must be a list of the choices' numbers.")
    return value


def _object(value: Any, *known: str) -> dict[str, Any]:
    if not isinstance(value, dict) or not value.keys() <= set(known):
        raise BadValue(f"This must be an object with {', '.join(known)}.")
    return value


def _picked(question: Question, name: str, values: list[Any]) -> Sent:
    """Numbers of choices from 1; one of them may be {choice, text}, for "other"."""
    texts = [_object(value, "choice", "text") for value in values if isinstance(value, dict)]
    numbers = [value.get("choice") if isinstance(value, dict) else value for value in values]
    choices = _choices(question, numbers)
    sent = {name: [str(choice.id) for choice in choices]}
    for written in texts:
        [choice] = _choices(question, [written.get("choice")])
        if not choice.takes_text:
            raise BadValue("This choice takes no text.", "text")
        sent[f"{name}-other"] = [_text(written.get("text", ""))]
    return sent


def _choices(question: Question, numbers: Iterable[Any]) -> list[Choice]:
    known = offered(question)
    found = []
    for number in numbers:
        if not 1 <= _integer(number) <= len(known):
            raise BadValue(f"Give numbers of choices from 1 to {len(known)}.")
        found.append(known[number - 1])
    if len(set(found)) < len(found):
        raise BadValue("A choice stands twice.")
    return found


def _problem(question: Question, name: str, value: Any) -> Sent:
    problem = _object(
        {"text": value} if isinstance(value, str) else value, "text", "hurts", "topic"
    )
    sent = {name: [_at("text", _text, problem.get("text"))]}
    if problem.get("hurts") is not None:
        sent[f"{name}-hurts"] = [str(_at("hurts", _integer, problem["hurts"]))]
    topic = _said_topic(problem)
    if topic and offered(question):
        sent[f"{name}-topic"] = [_at("topic", lambda said: _topic(question, said), topic)]
    return sent


def _topic(question: Question, said: str) -> str:
    for choice in offered(question):
        if said in (choice.label, choice.label_en):
            return str(choice.id)
    raise BadValue("This form offers no such topic.")


def _at(part: str, read: Callable[[Any], Any], value: Any) -> Any:
    try:
        return read(value)
    except BadValue as error:
        raise BadValue(str(error), part) from None


_READ: Mapping[QuestionKind, Callable[[Question, str, Any], Sent]] = {
    _K.SCALE: _one_point,
    _K.RATING: _one_point,
    _K.NPS: _one_point,
    _K.NUMBER: _one_number,
    _K.YES_NO: _yes_or_no,
    _K.SINGLE_CHOICE: _one_choice,
    _K.MULTIPLE_CHOICE: _several_choices,
    _K.RANKING: _ranked,
    _K.PROBLEM: _problem,
}
