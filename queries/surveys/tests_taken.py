"""A test that the same people took twice, before and after: what they learnt.

Such waves keep names, since the certificate needs them. So it is told of five people or more who
took both; how many took only one of the two is not withheld.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence

import sqlalchemy as sa

from extensions import db
from lib.measures.paired import gain
from lib.turkish import search_key
from models.forms import Question
from models.responses import Answer, NamedResponse, Response
from queries.feedback.waves import ReadWave
from queries.surveys.compared import Learnt

Person = int | str
"""The number of a registration, or the address or name of somebody without one."""
Picked = Mapping[int, set[int]]
"""By question, the choices that one person picked."""


def is_test(a: ReadWave, b: ReadWave) -> bool:
    """Whether names are kept in both, and both know right answers."""
    return all(each.wave.is_named and any(map(_right, each.questions)) for each in (a, b))


def learnt_of(a: ReadWave, b: ReadWave, comparable: Collection[str]) -> Learnt | None:
    """Over who took both tests, from the items with right answers that both asked alike: a point
    for each. What was not answered is not right. None under five people."""
    asked_before, asked_after = _asked(a, comparable), _asked(b, comparable)
    items = [key for key in asked_after if key in asked_before]
    questions = [asked[key].id for asked in (asked_before, asked_after) for key in items]
    picked = _picked([a, b], questions)
    before, after = picked[a.wave.id], picked[b.wave.id]
    both = sorted(before.keys() & after.keys(), key=str)
    right_before = [[_is_right(asked_before[key], before[who]) for key in items] for who in both]
    right_after = [[_is_right(asked_after[key], after[who]) for key in items] for who in both]
    pairs = list(zip(map(sum, right_before), map(sum, right_after), strict=True))
    found = gain(pairs, len(items)) if items else None
    if found is None:
        return None
    shares = zip(_shares(right_before), _shares(right_after), strict=True)
    return Learnt(
        found.n,
        (found.before, found.after),
        len(items),
        found.gain,
        found.normalised,
        dict(zip(items, shares, strict=True)),
    )


def _asked(read: ReadWave, comparable: Collection[str]) -> dict[str, Question]:
    return {q.key: q for q in read.questions if q.key in comparable and _right(q)}


def _right(question: Question) -> set[int]:
    return {choice.id for choice in question.choices if choice.is_right}


def _is_right(question: Question, picked: Picked) -> bool:
    """All that is right, and nothing else."""
    return picked.get(question.id, set()) == _right(question)


def _shares(of_people: Sequence[Sequence[bool]]) -> list[float]:
    """By item, the share of the people who were right."""
    return [sum(item) / len(item) for item in zip(*of_people, strict=True)]


def _picked(
    read: Sequence[ReadWave], questions: Collection[int]
) -> dict[int, dict[Person, Picked]]:
    """By wave and person, of who answered it once: of two of one name nobody knows who is who."""
    waves = [each.wave.id for each in read]
    named = db.session.execute(
        sa.select(
            Response.wave_id, Response.id, NamedResponse.registration_id, NamedResponse.person
        )
        .join(Response, Response.id == NamedResponse.response_id)
        .where(Response.wave_id.in_(waves))
    ).all()
    answers: dict[int, dict[int, set[int]]] = defaultdict(lambda: defaultdict(set))
    for response, question, choice in db.session.execute(
        sa.select(Answer.response_id, Answer.question_id, Answer.choice_id)
        .join(Answer.response)
        .where(Response.wave_id.in_(waves), Answer.question_id.in_(questions))
    ):
        if choice is not None:
            answers[response][question].add(choice)
    people = [(wave, reg or search_key(name), response) for wave, response, reg, name in named]
    times = Counter((wave, person) for wave, person, _response in people)
    found: dict[int, dict[Person, Picked]] = {wave: {} for wave in waves}
    for wave, person, response in people:
        if person and times[wave, person] == 1:
            found[wave][person] = answers[response]
    return found
