"""The study visit whose applications are being decided about: points, rules, a proposal."""

from datetime import datetime, timedelta
from random import Random

from extensions import db
from models.events import Event
from models.registrations import Gender, Registration
from models.selection import (
    CompletenessCheck,
    Criterion,
    Dimension,
    Evaluation,
    Score,
    SelectionRule,
)
from models.users import User
from operations.selection.proposals import propose

_CRITERIA = [
    ("Kurumuna sağlayacağı yarar", "Benefit for the institution", 3),
    ("Konudaki deneyimi", "Experience with the subject", 2),
    ("Öğrendiklerini yayma planı", "Plan for passing on what was learnt", 2),
]
_MOST = 5
_RULES = [
    (Dimension.SECTOR, "public", 5, 6),
    (Dimension.SECTOR, "cso", 8, None),
    (Dimension.SECTOR, "academia", 1, 2),
    (Dimension.GENDER, "woman", 8, None),
    (Dimension.PROVINCE, None, None, 3),
]
_RESERVES = 2


def evaluate_and_propose(
    event: Event,
    applicants: list[Registration],
    *,
    evaluators: list[User],
    by: User,
    at: datetime,
    chance: Random,
) -> None:
    """Evaluate applications. All are complete but the last two, one of which nobody has checked.

    The first evaluator has scored all complete ones, the others most of them.
    """
    event.asks_gender = True
    criteria = [
        Criterion(event=event, position=n, name=name, name_en=english, weight=weight, most=_MOST)
        for n, (name, english, weight) in enumerate(_CRITERIA, start=1)
    ]
    db.session.add_all(criteria)
    db.session.add_all(
        SelectionRule(event=event, dimension=dimension, value=value, floor=floor, ceiling=ceiling)
        for dimension, value, floor, ceiling in _RULES
    )
    db.session.flush()
    *complete, incomplete, _unchecked = applicants
    for person in applicants:
        person.gender = chance.choices([Gender.WOMAN, Gender.MAN, None], [5, 5, 1])[0]
    for person in complete:
        _check(person, True, "", by, at)
        _score(person, criteria, evaluators, at, chance)
    _check(incomplete, False, "Kurumunuzun görevlendirme yazısı eksik.", by, at)
    db.session.flush()
    propose(event, places=event.places.capacity or 1, reserves=_RESERVES, by=by, at=at)


def _check(person: Registration, complete: bool, missing: str, by: User, at: datetime) -> None:
    db.session.add(
        CompletenessCheck(
            registration_id=person.id,
            complete=complete,
            missing=missing,
            checked_at=at - timedelta(days=2),
            checked_by_id=by.id,
        )
    )


def _score(
    person: Registration,
    criteria: list[Criterion],
    evaluators: list[User],
    at: datetime,
    chance: Random,
) -> None:
    strength = chance.uniform(1.5, 4.5)
    for evaluator in evaluators:
        if evaluator is not evaluators[0] and chance.random() < 0.15:
            continue  # still to do
        conflict = chance.random() < 0.04 and evaluator is not evaluators[0]
        evaluation = Evaluation(
            registration_id=person.id,
            evaluator_id=evaluator.id,
            conflict=conflict,
            submitted_at=at - timedelta(days=1),
        )
        if not conflict:
            evaluation.scores = [
                Score(criterion_id=criterion.id, points=_points(strength, chance))
                for criterion in criteria
            ]
        db.session.add(evaluation)


def _points(strength: float, chance: Random) -> int:
    return max(0, min(_MOST, round(chance.gauss(strength, 0.8))))
