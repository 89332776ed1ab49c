"""A wave of many answers to 30 items: what its results, cuts and comparison take.

python -m bench.answers [--only sqlite|postgres] [--people 10000]

Each call is made as another program makes it, from the token to the whole JSON, in this process.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from random import Random
from statistics import median
from time import perf_counter
from uuid import uuid4

from flask import Flask
from flask.testing import FlaskClient
from flask_migrate import upgrade

from bench.databases import ROOT, each_database, options_of
from bench.sizes import analyse, database_size, memory_grown
from extensions import db
from lib.clock import utc_now
from lib.provinces import PROVINCES
from models.feedback import Right, Wave
from models.forms import QuestionKind
from models.sectors import Sector
from models.users import Role
from operations.accounts.tokens import create_api_token
from operations.feedback.taking import GivenAnswers, take_answers
from queries.feedback.waves import questions_of
from tests import factories
from tests.conftest import make_app
from tests.factories import waves
from tests.factories.waves import Person
from tests.statements import count_statements

FEW = 100
ITEMS = 30
_TIMES = 5
_SENT = 20
_SECTORS = (*Sector, None)
_OF_20_PROVINCES = sorted(PROVINCES)[:20]
MOST_MS, MOST_STATEMENTS, MOST_MB = 300, 12, 20


@dataclass(frozen=True)
class Took:
    """Of one call: the middle of several."""

    ms: float
    statements: int
    mb: float
    """By how much the memory of the process grew at most."""


def fill(people: int) -> tuple[Wave, Wave]:
    """Two settled waves of one survey with so many answers each."""
    chance = Random(people)
    scales = [waves.scale(f"item{number}", no_opinion=True) for number in range(ITEMS)]
    form = waves.survey(*scales)
    first, second = (waves.wave(form, _people(people, chance)) for _ in range(2))
    return first, second


def _people(number: int, chance: Random) -> Iterator[Person]:
    for _ in range(number):
        yield Person(
            {f"item{item}": chance.randint(1, 5) for item in range(ITEMS)},
            side=chance.choice(_SECTORS),
            province=chance.choice(_OF_20_PROVINCES),
        )


def calls_of(first: Wave, second: Wave) -> dict[str, str]:
    results = f"/api/v1/waves/{first.id}/results"
    comparison = f"/api/v1/surveys/{first.form.survey_id}/comparison?waves={first.id},{second.id}"
    return {
        "results": results,
        "results by side": f"{results}?by=side",
        "results by province": f"{results}?by=province",
        "comparison": comparison,
        "comparison by side": f"{comparison}&by=side",
        "comparison by province": f"{comparison}&by=province",
    }


def measure(app: Flask, calls: dict[str, str]) -> dict[str, Took]:
    _token, text = create_api_token(factories.user(Role.CENTRAL_ADMIN), name="bench", at=utc_now())
    db.session.commit()
    client = app.test_client(use_cookies=False)
    headers = {"Authorization": f"Bearer {text}"}
    return {name: _took(client, path, headers) for name, path in calls.items()}


def _took(client: FlaskClient, path: str, headers: dict[str, str]) -> Took:
    def ask() -> None:
        response = client.get(path, headers=headers)
        if response.status_code != 200:
            raise SystemExit(f"{path}: {response.status}")
        db.session.remove()

    ask()
    with count_statements() as statements:
        ask()
    grown = memory_grown(ask)
    return Took(_middle(ask), len(statements), grown)


def _middle(asked: Callable[[], object], times: int = _TIMES) -> float:
    """In milliseconds."""
    took = []
    for _ in range(times):
        begun = perf_counter()
        asked()
        took.append(perf_counter() - begun)
    return 1000 * median(took)


def sending(rights: int) -> float:
    """What it takes to send one person's answers, in milliseconds, where so many rights are left."""
    form = waves.survey(waves.question("text", QuestionKind.LONG_TEXT))
    wave = waves.wave(form, settled=False, opens_at=utc_now())
    made = [Right(wave_id=wave.id) for _ in range(rights + _SENT)]
    db.session.add_all(made)
    db.session.commit()
    analyse()
    numbers = iter([right.id for right in made[-_SENT:]])
    questions = questions_of(wave)
    given = GivenAnswers({questions[0].id: "söz"}, side=Sector.CSO)

    def send() -> None:
        take_answers(wave, questions, given, right=next(numbers), nonce=uuid4().hex, at=utc_now())
        db.session.commit()

    return _middle(send, _SENT)


def run(url: str, people: int) -> tuple[dict[str, tuple[Took, Took]], float, list[float]]:
    """By call what it takes of few and of many answers; by how many megabytes a wave of many makes
    the database larger; what sending takes with few and with many rights."""
    app = make_app(url)
    with app.app_context():
        upgrade(str(ROOT / "migrations"))
        few = measure(app, calls_of(*fill(FEW)))
        before = database_size()
        filled = fill(people)
        analyse()
        grown = (database_size() - before) / 2
        many = measure(app, calls_of(*filled))
        sent = [sending(10), sending(people)]
        db.session.remove()
        db.engine.dispose()
    return {name: (few[name], many[name]) for name in few}, grown, sent


def print_table(
    database: str, people: int, found: dict[str, tuple[Took, Took]], grown: float, sent: list[float]
) -> None:
    print(
        f"\n| {database}: answers to {ITEMS} items | {FEW:,} | {people:,} | statements | memory |"
    )
    print("|---|---:|---:|---:|---:|")
    for name, (few, many) in found.items():
        statements = f"{few.statements} and {many.statements}"
        print(f"| {name} | {few.ms:.0f} ms | {many.ms:.0f} ms | {statements} | +{many.mb:.1f} MB |")
    print(
        f"| sending an answer, with 10 and {people:,} rights | {sent[0]:.1f} ms | {sent[1]:.1f} ms | | |"
    )
    worst = [max(getattr(t, n) for _few, t in found.values()) for n in ("ms", "statements", "mb")]
    print(
        f"\nA wave makes the database {grown:.1f} MB larger. At most {worst[0]:.0f} ms of {MOST_MS},"
        f" {worst[1]} statements of {MOST_STATEMENTS}, {worst[2]:.1f} MB of memory of {MOST_MB}."
    )


def main() -> None:
    options = options_of(__doc__)
    options.add_argument("--people", type=int, default=10_000)
    chosen = options.parse_args()
    for name, url, _folder in each_database(chosen.only):
        print_table(name, chosen.people, *run(url, chosen.people))


if __name__ == "__main__":
    main()
