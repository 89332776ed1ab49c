"""The proposals, on labelled sentences that were not used to tune them (bench/statements)."""

import pytest

from bench.labelled import figures_of, said_at_an_event, sentences
from commands.statement_sorting import sort_statements
from extensions import db
from lib.likeness import encoder


class Tireless:
    goes_on = True


def is_told_elsewhere():
    """The database makes no difference to the figures, so one is enough."""
    return db.engine.dialect.name != "sqlite"


def test_without_the_models_a_moderator_gets_far(app):
    if is_told_elsewhere():
        return
    found = figures_of(said_at_an_event(sentences("fresh")))
    assert found.recall >= 0.5
    assert found.headings >= 0.75
    assert found.passed >= 0.85


@pytest.mark.skipif(not encoder.is_installed(), reason="needs requirements-sorting.txt")
def test_with_the_models_further(app):
    if is_told_elsewhere():
        return
    groups = said_at_an_event(sentences("fresh"))
    db.session.commit()
    sort_statements(Tireless())
    found = figures_of(groups)
    assert found.recall >= 0.7
    assert found.first >= 0.5
    assert found.headings >= 0.9
    assert found.passed >= 0.95
