import pytest

from extensions import db
from models.scopes import Scope
from models.statements import StatementLikeness, StatementState, StatementVector
from queries.problems.mates import headings_for, mates_of, suggestions_for
from tests import factories
from tests.factories import NOW
from tests.factories.problems import problem
from tests.factories.statements import statement
from tests.statements import count_statements

LATE = "Yazılarımıza müdürlükten aylarca cevap gelmiyor"
ALSO_LATE = "Müdürlüğe yazdığımız dilekçelere cevap verilmiyor"
RENT = "Dernek merkezinin kirasını ödeyemiyoruz"
ALSO_RENT = "Kiralar çok arttı, ofisin kirasına para yetmiyor"


@pytest.fixture
def event(app):
    return factories.event()


def test_the_likeliest_mate_comes_first_with_the_words_that_both_have(event):
    first = statement(event, LATE)
    also, _rent = statement(event, ALSO_LATE), statement(event, RENT)
    mates = mates_of(first)
    assert mates[0].statement == also
    assert mates[0].shared == ["müdürlükten", "cevap"]
    assert 0 < mates[1].certainty < mates[0].certainty < 1
    assert not mates[0].same


def test_at_most_five_mates_and_three_headings_are_proposed(event):
    first = statement(event, LATE)
    for number in range(7):
        statement(event, f"{ALSO_LATE} {number}", problem(event, f"Cevap gelmiyor {number}"))
    assert len(mates_of(first)) == 5
    assert len(headings_for(first)) == 3


def test_the_same_sentence_is_flagged_and_comes_first(event):
    first = statement(event, LATE)
    statement(event, ALSO_LATE)
    same = statement(event, "YAZILARIMIZA MUDURLUKTEN AYLARCA CEVAP GELMIYOR!!")
    [mate, other] = mates_of(first)
    assert (mate.statement, mate.same, other.same) == (same, True, False)
    assert mate.certainty >= 0.99


def test_hidden_statements_are_nobodys_mates(event):
    first = statement(event, LATE)
    statement(event, LATE, state=StatementState.HIDDEN, hidden_reason="Hakaret")
    assert mates_of(first) == []
    db.session.add(StatementLikeness(statement_id=first.id, other_id=first.id, likeness=1))
    hidden = statement(event, LATE, state=StatementState.HIDDEN, hidden_reason="Hakaret")
    db.session.add(StatementLikeness(statement_id=first.id, other_id=hidden.id, likeness=0.9))
    db.session.flush()
    assert mates_of(first) == []


def test_mates_are_of_the_same_list(event):
    first = statement(event, LATE)
    statement(factories.event(), LATE)
    statement(Scope(province="19"), LATE)
    assert mates_of(first) == []
    there = statement(Scope(province="06"), LATE)
    assert mates_of(there) == []
    near = statement(Scope(province="06"), ALSO_LATE)
    assert [mate.statement for mate in mates_of(there)] == [near]


def test_a_heading_is_proposed_by_what_is_filed_under_it_and_by_its_title(event):
    late, rent = problem(event, "Geç dönüş"), problem(event, "Kira giderleri")
    statement(event, LATE, late)
    heading = headings_for(statement(event, ALSO_LATE))[0]
    assert (heading.problem, heading.is_here) == (late, True)
    assert headings_for(statement(event, ALSO_RENT))[0].problem == rent


def test_published_headings_of_other_lists_are_the_catalogue(event):
    earlier = factories.event()
    known = problem(earlier, "Kira giderleri", published_at=NOW)
    statement(earlier, ALSO_RENT, known)
    unpublished = problem(earlier, "Kiralar ödenemiyor")
    statement(earlier, RENT, unpublished)
    first = statement(event, "Dernek kirasına ve ofis kirasına para yetmiyor, kiralar çok arttı")
    [heading] = headings_for(first)
    assert (heading.problem, heading.is_here) == (known, False)
    here = problem(event, "KİRA GİDERLERİ")
    assert [found.problem for found in headings_for(first)] == [here]


def test_a_likeness_that_the_worker_stored_counts_in_both_directions(event):
    first, second = statement(event, LATE), statement(event, RENT)
    for one, other, likeness in (
        (first, first, 1),
        (second, second, 1),
        (first, second, 0.75),
    ):
        db.session.add(StatementLikeness(statement_id=one.id, other_id=other.id, likeness=likeness))
    db.session.add(StatementVector(statement_id=second.id, model="m", vector=b""))
    db.session.flush()
    found = suggestions_for([first, second])
    for one, other in ((first, second), (second, first)):
        [mate] = found[one.id].mates
        assert (mate.statement, mate.certainty) == (other, 0.75)
    assert (found[first.id].model, found[second.id].model) == (False, True)


def test_a_page_of_statements_takes_a_handful_of_selects(event):
    filed = problem(event, "Geç dönüş")
    for number in range(3):
        statement(event, f"{LATE} {number}", filed)
    said = [statement(event, f"{ALSO_LATE} {number}") for number in range(20)]
    db.session.flush()
    event.title  # noqa: B018 -- loaded
    suggestions_for(said)
    with count_statements() as seen:
        suggestions_for(said)
    assert len(seen) == 7, seen
