from extensions import db
from models.statements import StatementState
from models.users import Role
from tests import factories
from tests.factories import NOW
from tests.factories.problems import problem
from tests.factories.statements import statement

LATE = "Yazılarımıza müdürlükten aylarca cevap gelmiyor"


def test_mates_and_headings_of_a_statement(program):
    event = factories.event()
    late = problem(event, "Yazılara geç cevap")
    first = statement(event, LATE)
    mate = statement(event, "yazilarimiza mudurlukten aylarca cevap gelmiyor", late)
    statement(event, LATE, state=StatementState.HIDDEN, hidden_reason="Hakaret")
    db.session.commit()
    found = program.get(f"/statements/{first.id}/mates")
    assert found["model"] is False
    [json] = found["mates"]
    assert json == {
        "id": str(mate.id),
        "text": mate.text,
        "certainty": json["certainty"],
        "shared": ["yazılarımıza", "müdürlükten", "aylarca", "cevap", "gelmiyor"],
        "same": True,
    }
    [heading] = found["headings"]
    assert heading == {"id": late.id, "title": late.title, "certainty": heading["certainty"]}
    assert 0.9 < heading["certainty"] <= 1


def test_a_heading_of_another_event_has_a_title_and_no_number(program):
    elsewhere = problem(factories.event(), "Yazılara cevap gelmiyor", published_at=NOW)
    statement(elsewhere.event, LATE, elsewhere)
    first = statement(factories.event(), LATE)
    db.session.commit()
    [heading] = program.get(f"/statements/{first.id}/mates")["headings"]
    assert (heading["id"], heading["title"]) == (None, elsewhere.title)


def test_moderators_alone_and_of_the_province_alone(program_of):
    first = statement(factories.event(province="19"), LATE)
    db.session.commit()
    path = f"/statements/{first.id}/mates"
    program_of(Role.VIEWER).get(path, 403)
    program_of(Role.MODERATOR, province="06").get(path, 404)
    assert program_of(Role.MODERATOR, province="19").get(path)["mates"] == []
    program_of().get(f"/statements/{2**63}/mates", 404)
