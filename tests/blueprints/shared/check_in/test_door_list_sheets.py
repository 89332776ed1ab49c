import pytest

from blueprints.shared.check_in.door_list_sheets import _row, sector_letters
from queries.check_in.door_lists import listed_people
from tests import factories


@pytest.mark.parametrize(
    ("family_name", "printed"), [("", ("Suharto", "")), ("Öz", ("Öz", "Suharto"))]
)
def test_one_name_alone_stands_where_people_look_for_a_name(app, family_name, printed):
    event = factories.event()
    person = factories.registration(event, given_name="Suharto", family_name=family_name)
    with app.test_request_context("/"):
        [listed] = listed_people(event, skipped=0, limit=10)
        assert _row(listed, sector_letters())[1:3] == printed
    assert person.name == " ".join(reversed(printed)).strip()
