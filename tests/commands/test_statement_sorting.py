import pytest
import sqlalchemy as sa

from commands.statement_sorting import sort_statements
from extensions import db
from lib.likeness import encoder
from models.statements import StatementLikeness, StatementVector
from operations.problems.vectors import forget_vectors, keep_likenesses
from queries.problems.mates import mates_of, suggestions_for
from tests import factories
from tests.factories.statements import statement
from tests.statements import count_statements

SAID = (
    "Yazılarımıza müdürlükten aylarca cevap gelmiyor",
    "Müdürlüğe yazdığımız dilekçelere cevap verilmiyor",
    "Dernek merkezinin kirasını ödeyemiyoruz",
    "Kiralar çok arttı, ofisin kirasına para yetmiyor",
)


class Tireless:
    goes_on = True


@pytest.fixture
def event(app):
    return factories.event()


@pytest.fixture
def without_model(monkeypatch):
    monkeypatch.setattr(encoder, "is_installed", lambda: False)


def pairs():
    row = StatementLikeness
    rows = db.session.execute(sa.select(row.statement_id, row.other_id))
    return {(one, other) for one, other in rows}


def sort():
    sort_statements(Tireless())
    db.session.expire_all()


def test_without_the_models_statements_are_compared_by_their_letters(event, without_model):
    said = [statement(event, text) for text in SAID]
    elsewhere = statement(factories.event(), SAID[0])
    db.session.commit()
    before = [(m.statement, m.certainty, m.shared) for m in mates_of(said[0])]
    sort()
    assert (elsewhere.id, elsewhere.id) in pairs()
    assert not any(elsewhere.id in pair for pair in pairs() - {(elsewhere.id,) * 2})
    assert {(one.id, other.id) for one in said for other in said} <= pairs()
    found = suggestions_for([said[0]])[said[0].id]
    assert [(m.statement, m.shared) for m in found.mates] == [(s, w) for s, _, w in before]
    assert [m.certainty for m in found.mates] == pytest.approx([c for _, c, _ in before])
    assert not found.model
    assert db.session.scalars(sa.select(StatementVector)).all() == []


def test_new_statements_are_compared_with_all_of_the_list_once(event, without_model):
    said = [statement(event, text) for text in SAID[:3]]
    db.session.commit()
    sort()
    new = statement(event, SAID[3])
    db.session.commit()
    sort()
    assert {(new.id, other.id) for other in said} <= pairs()
    assert mates_of(said[2])[0].statement == new
    with count_statements() as seen:
        sort()
    assert not any(text.startswith(("INSERT", "DELETE")) for text in seen)


def test_a_statement_that_is_gone_meanwhile_is_left_out(event, without_model):
    said = [statement(event, text) for text in SAID[:2]]
    db.session.commit()
    numbers = [s.id for s in said]
    db.session.delete(said[1])
    db.session.commit()
    keep_likenesses({n: [(other, 0.5) for other in numbers if other != n] for n in numbers})
    assert pairs() == {(numbers[0], numbers[0])}


@pytest.mark.skipif(not encoder.is_installed(), reason="needs requirements-sorting.txt")
def test_the_models_read_each_text_once_and_find_other_words_for_the_same(event, monkeypatch):
    said = [statement(event, text) for text in SAID]
    db.session.commit()
    read = []
    encoded = encoder.encoded

    def reading(texts):
        read.extend(texts)
        return encoded(texts)

    monkeypatch.setattr(encoder, "encoded", reading)
    sort()
    sort()
    assert sorted(set(read) & set(SAID)) == sorted(text for text in read if text in SAID)
    found = suggestions_for(said)
    assert [found[s.id].mates[0].statement for s in said] == [said[1], said[0], said[3], said[2]]
    assert all(found[s.id].model for s in said)
    forget_vectors([said[0].id])
    db.session.commit()
    sort()
    assert [read.count(text) for text in SAID] == [2, 1, 1, 1]
    assert mates_of(said[0])[0].statement == said[1]
