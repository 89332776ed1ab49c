"""How well the proposals sort statements, and how long they take: `python -m bench.sorting`.

The sets are in bench/statements: development.tsv was tuned on; held_out.tsv has other topics and was
looked at while designs were compared; fresh.tsv was written after the last choice.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from random import Random
from statistics import median
from time import perf_counter

from flask_migrate import upgrade

from bench.databases import ROOT, each_database, options_of
from bench.labelled import figures_of, said_at_an_event, sentences
from commands.statement_sorting import compare_statements, read_statements
from extensions import db
from lib.likeness import encoder
from lib.likeness.words import features_of
from models.statements import Statement
from queries.problems.mates import suggestions_for
from tests.conftest import make_app

NAMES = ("development", "held_out", "fresh")
PAGE = 100


@contextmanager
def models(*, wanted: bool) -> Iterator[bool]:
    """Whether the models are used inside."""
    installed = encoder.is_installed
    try:
        if not wanted:
            encoder.is_installed = lambda: False
        yield encoder.is_installed()
    finally:
        encoder.is_installed = installed


def main() -> None:
    options = options_of(__doc__)
    options.add_argument("--many", type=int, default=5_000, help="a list for the times; 0: none")
    options.add_argument("--without", action="store_true", help="without the models only")
    chosen = options.parse_args()
    for name, url, _folder in each_database(chosen.only or "sqlite"):
        app = make_app(url)
        with app.app_context():
            upgrade(str(ROOT / "migrations"))
            print(f"\n{name}")
            for wanted in (False,) if chosen.without else (True, False):
                with models(wanted=wanted) as used:
                    if used == wanted:
                        _print_figures("with the models" if used else "without")
                        if chosen.many:
                            _print_times(chosen.many)
            db.session.remove()
            db.engine.dispose()


def _print_figures(how: str) -> None:
    print(f"\n| {how} | recall@5 | first proposal F1 | heading in three | F1 after a pass |")
    print("|---|---:|---:|---:|---:|")
    for name in NAMES:
        groups = said_at_an_event(sentences(name))
        db.session.commit()
        _sort()
        found = figures_of(groups)
        cells = (found.recall, found.first, found.headings, found.passed)
        print(f"| {name} | " + " | ".join(f"{cell:.3f}" for cell in cells) + " |", flush=True)


def _print_times(many: int) -> None:
    said_at_an_event(("", text) for text in _many(many))
    db.session.commit()
    features_of.cache_clear()
    read, compared = _sort()
    event_id = db.session.scalar(db.select(db.func.max(Statement.event_id)))
    of_event = db.select(Statement).where(Statement.event_id == event_id)
    took = []
    for start in range(0, 5 * PAGE, PAGE):
        page = db.session.scalars(of_event.order_by(Statement.id).offset(start).limit(PAGE)).all()
        begun = perf_counter()
        suggestions_for(page)
        took.append(perf_counter() - begun)
        db.session.expunge_all()
    print(
        f"\n{many:,} statements: read in {read:.0f} s, compared in {compared:.0f} s; "
        f"a page of {PAGE}: first {took[0] * 1000:.0f} ms, median {median(took) * 1000:.0f} ms"
    )


def _sort() -> tuple[float, float]:
    """The worker's duty: the seconds of reading and of comparing."""
    seconds = []
    for step in (read_statements, compare_statements):
        begun = perf_counter()
        while step():
            db.session.commit()
        seconds.append(perf_counter() - begun)
    db.session.rollback()
    return seconds[0], seconds[1]


def _many(count: int) -> Iterator[str]:
    """Sentences put together from halves of the labelled ones: as long, and with their words."""
    chance = Random(5)
    words = [text.split() for name in NAMES for _, text in sentences(name)]
    for _ in range(count):
        one, other = chance.choice(words), chance.choice(words)
        yield " ".join(one[: len(one) // 2 + 1] + other[len(other) // 2 :])


if __name__ == "__main__":
    main()
