"""A process that is killed at the boxes loses nothing, and nothing is there twice."""

import os
import signal
import subprocess
import sys
from collections import Counter

import pytest
import sqlalchemy as sa

from extensions import db
from models.boxes import BoxedResponse, BoxedStatement
from models.feedback import Right
from models.responses import Response
from models.statements import Statement
from tests import factories
from tests.factories.feedback import close, rights
from tests.house.source import ROOT
from tests.operations.feedback.answering_process import answer_in_turn
from tests.operations.feedback.recount import recounted, tallied

PEOPLE = 13
TABLES = (Right, BoxedResponse, Response, BoxedStatement, Statement)


@pytest.fixture(scope="module")
def processes():
    with subprocess.Popen(
        [sys.executable, "-m", "tests.operations.feedback.answering_process"],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        yield process
        process.stdin.close()


def killed_before(processes, url: str, which: str) -> None:
    """Let a process answer until it comes to this statement, and kill it there."""
    print(url, which, sep="\t", file=processes.stdin, flush=True)
    os.kill(int(processes.stdout.readline()), signal.SIGKILL)
    assert int(processes.stdout.readline()) == signal.SIGKILL


def rows() -> list[int]:
    counts = [db.session.scalar(sa.select(sa.func.count()).select_from(table)) for table in TABLES]
    db.session.rollback()
    return counts


@pytest.mark.race
@pytest.mark.parametrize(
    ("which", "left"),
    [
        pytest.param("8 INSERT INTO statement_box", [6, 7, 0, 7, 0], id="taking"),
        pytest.param("1 INSERT INTO answers", [3, 10, 0, 10, 0], id="moving answers"),
        pytest.param("1 INSERT INTO statements", [3, 5, 5, 10, 0], id="moving sentences"),
    ],
)
def test_killed_at_the_boxes_nothing_is_lost_and_nothing_doubled(app, processes, which, left):
    """`left`: rights, answers in the box and counted, sentences in the box and moved."""
    event = factories.event(over=True, at=factories.NOW)
    held = {right.id for right in rights(event, PEOPLE)}
    db.session.remove()
    killed_before(processes, app.config["SQLALCHEMY_DATABASE_URI"], which)
    assert rows() == left
    answer_in_turn()  # whoever was thrown out sends the form again, and the worker begins anew
    wave = close(event)
    assert rows() == [0, 0, PEOPLE, 0, PEOPLE]
    said = db.session.scalars(sa.select(Statement.text)).all()
    assert Counter(said) == Counter(f"Sorun {number}" for number in held)
    assert tallied(wave) == recounted(wave)
