"""The programme's problem list: what events found, gathered by theme and weighed by moderators."""

from collections import defaultdict
from datetime import datetime, timedelta
from random import Random

import sqlalchemy as sa

from demo.statements import title_of
from extensions import db
from models.problems import Problem, ProblemList
from models.scopes import PROGRAMME
from models.users import User
from operations.problems.details import ProblemDetails, change_details
from operations.problems.lists import list_of
from operations.problems.scores import score_problem

GATHERED_FROM = 2
"""In so many events a problem must have been named to be one of the programme."""

# topic, summary, summary_en
_TOLD = {
    "D01": (
        "Yazışma",
        "Kuruluşlar aylarca yanıt bekliyor; kurumlar yetişemiyor ve bunu kendileri de söylüyor.",
        "Organisations wait for months; public bodies cannot keep up and say so themselves.",
    ),
    "D02": (
        "Mevzuat",
        "Küçük dernekler her yıl aynı evrakı hazırlıyor.",
        "Small associations prepare the same papers every year.",
    ),
    "D03": (
        "Finansman",
        "Destekler çoğu kuruluşa ancak başvuru süresi bittikten sonra ulaşıyor.",
        "Most organisations hear of support only after the time to apply is over.",
    ),
    "D15": (
        "İş birliği",
        "Aynı konu için birden çok kuruma gidiliyor.",
        "People go to several offices about the same matter.",
    ),
    "D16": (
        "Katılım",
        "Kararlar alındıktan sonra bilgi veriliyor.",
        "People are told after decisions are made.",
    ),
}


def gather_problems(
    *, by: User, moderators: list[User], at: datetime, chance: Random
) -> dict[str, Problem]:
    """The problems of the programme by the group of their statements, scored and published."""
    groups = {title_of(f"D{number:02}"): f"D{number:02}" for number in range(1, 25)}
    found: dict[str, list[Problem]] = defaultdict(list)
    rows = sa.select(Problem).where(Problem.published_at.is_not(None)).order_by(Problem.id)
    for problem in db.session.scalars(rows).unique():
        found[groups[problem.title, problem.title_en]].append(problem)
    gathered = {
        group: _gather(group, parts, by=by)
        for group, parts in sorted(found.items())
        if len(parts) >= GATHERED_FROM
    }
    _freeze_lists(at=at)
    for problem in gathered.values():
        for moderator in moderators:
            impact, feasibility = chance.choice([(5, 4), (4, 4), (4, 2), (3, 4), (5, 2), (2, 3)])
            score_problem(problem, impact=impact, feasibility=feasibility, by=moderator, at=at)
    return gathered


def _gather(group: str, parts: list[Problem], *, by: User) -> Problem:
    """A problem of the programme, of which these are parts."""
    title, title_en = parts[0].title, parts[0].title_en
    made_at = max(part.created_at for part in parts) + timedelta(days=20)
    gathering = Problem(
        problem_list=list_of(PROGRAMME),
        title=title,
        title_en=title_en,
        created_at=made_at,
        published_at=made_at,
    )
    db.session.add(gathering)
    db.session.flush()
    for part in parts:
        part.part_of_id = gathering.id
    topic, summary, summary_en = _TOLD.get(group, ("", "", ""))
    told = ProblemDetails(summary=summary, summary_en=summary_en, topic=topic)
    if group == "D12":
        told = ProblemDetails(
            not_taken_up="Kanun değişikliği gerekiyor; bu programın yetkisinde değil.",
            not_taken_up_en="It needs a change of the law, which this programme cannot make.",
        )
    change_details(gathering, told, by=by, at=made_at)
    return gathering


def _freeze_lists(*, at: datetime) -> None:
    """Lists with published problems are public, with the first weights, and their provinces
    count."""
    for problem_list in db.session.scalars(sa.select(ProblemList)).unique():
        published = db.session.scalar(
            sa.select(sa.func.max(Problem.published_at)).where(Problem.list_id == problem_list.id)
        )
        if published is not None:
            problem_list.published_at = problem_list.closed_at = min(published, at)
            problem_list.weights_version = 1
    db.session.flush()
