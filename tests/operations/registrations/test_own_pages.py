"""What people correct by their own link never voids what they hold."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from extensions import db
from lib.text import clean_line
from models.scans import Verdict
from operations.registrations.corrections import change_details
from tests import factories
from tests.operations.check_in.doors import Door, minute, token_of

names = st.text(max_size=100).map(clean_line).filter(bool)


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=25
)
@given(corrections=st.lists(st.tuples(names, names), min_size=1, max_size=4))
def test_whatever_a_name_is_corrected_to_the_printed_code_admits(app, corrections):
    door = Door()
    person = door.person()
    printed = token_of(person)
    for given_name, family_name in corrections:
        details = factories.person(given_name=given_name, family_name=family_name)
        change_details(person, details, at=minute(-60), by=None)
        db.session.commit()
        assert token_of(person) == printed
    said = door.reads(printed, 0)
    assert said.scan.verdict is Verdict.ADMITTED
