"""The same measurement on both databases, each new and in a folder of its own."""

import argparse
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

from flask import Flask
from flask_migrate import upgrade

from bench.sizes import analyse
from extensions import db
from tests.conftest import make_app
from tests.databases import postgres_url

ROOT = Path(__file__).parents[1]
Filled = TypeVar("Filled")


def options_of(promise: str | None) -> argparse.ArgumentParser:
    options = argparse.ArgumentParser(description=promise)
    options.add_argument("--only", choices=["sqlite", "postgres"])
    return options


def each_database(only: str | None = None) -> Iterator[tuple[str, str, Path]]:
    """The name and the address of each database, and its folder, which is deleted afterwards."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if only != "postgres":
            yield "SQLite", f"sqlite:///{folder / 'bench.sqlite'}", folder
        if only != "sqlite":
            with postgres_url() as url:
                yield "PostgreSQL", url, folder


def compare(
    promise: str | None,
    title: str,
    *,
    fill: Callable[[int], Filled],
    measure: Callable[[Flask, Filled], dict[str, float]],
) -> None:
    """Print a table of the seconds that `measure` gives, on the data that `fill` made."""
    options = options_of(promise)
    options.add_argument("--people", type=int, default=100_000)
    chosen = options.parse_args()
    tables: dict[str, dict[str, float]] = {}
    for name, url, _folder in each_database(chosen.only):
        app = make_app(url)
        with app.app_context():
            upgrade(str(ROOT / "migrations"))
            filled = fill(chosen.people)
            analyse()
            tables[name] = measure(app, filled)
            db.session.remove()
            db.engine.dispose()
    print(f"\n| {chosen.people:,} {title} | " + " | ".join(tables) + " |")
    print("|---|" + "---:|" * len(tables))
    for row in next(iter(tables.values())):
        cells = " | ".join(f"{times[row] * 1000:,.0f} ms" for times in tables.values())
        print(f"| {row} | {cells} |")
