"""Codes on paper: they die with the links, and follow the person into another registration."""

from extensions import db
from lib.clock import utc_now
from models.registrations import Registration
from operations.registrations.duplicates import merge
from operations.registrations.links import revoke_links
from operations.registrations.many import give_code
from queries.registrations.delegations import (
    codes_to_hand_out,
    registration_by_code,
    with_access_code,
)
from queries.registrations.entries import registration_by_link
from tests import factories
from tests.blueprints.public.registrations.test_completions import nominee
from tests.factories.delegations import delegation


def with_code(event, **values) -> Registration:
    made = factories.registration(event, **values)
    give_code(made)
    db.session.commit()
    return made


def revoke(registration):
    revoke_links(registration, by=factories.user(), at=utc_now())
    db.session.commit()


def make_one(kept, other):
    merge(kept, other, from_other=(), by=factories.user(), at=utc_now())
    db.session.commit()


def test_revoking_the_links_kills_the_code_and_gives_a_new_one_to_whom_no_letter_reaches(app):
    event = factories.event()
    person = with_code(event, email=None)
    old = person.access_code
    revoke(person)
    assert registration_by_code(old) is None
    assert person.access_code and person.access_code != old
    assert with_access_code(event) == [person]


def test_who_reads_letters_needs_no_new_code(app):
    person = with_code(factories.event())
    old = person.access_code
    revoke(person)
    assert registration_by_code(old) is None and person.access_code is None


def test_who_never_had_a_code_gets_none(app):
    person = factories.registration(factories.event(), email=None)
    revoke(person)
    assert person.access_code is None


def test_a_code_opens_the_registration_into_which_its_own_was_merged(app):
    event = factories.event()
    kept, other = factories.registration(event), with_code(event, email=None)
    code = other.access_code
    make_one(kept, other)
    assert registration_by_code(code) is kept
    assert (kept.access_code, other.access_code) == (code, None)


def test_of_two_codes_both_open_the_kept_registration(app):
    event = factories.event()
    kept, other = (with_code(event, email=None) for _ in range(2))
    codes = {kept.access_code, other.access_code}
    make_one(kept, other)
    assert {registration_by_code(code) for code in codes} == {kept}
    assert with_access_code(event) == [kept]


def test_revoking_kills_the_links_and_codes_of_those_merged_into_it(app):
    event = factories.event()
    kept, other = (with_code(event, email=None) for _ in range(2))
    code, link = other.access_code, (other.id, other.link_version)
    make_one(kept, other)
    assert registration_by_link(*link) is kept
    revoke(kept)
    assert registration_by_link(*link) is None
    assert registration_by_code(code) is None


def test_an_institution_prints_no_code_of_who_has_completed_their_data(app):
    asked = delegation()
    done, waiting = (nominee(asked, given_name=name, email=None) for name in ("Ayşe", "Banu"))
    assert codes_to_hand_out(asked) == [done, waiting]
    done.awaits_completion = False
    db.session.commit()
    assert codes_to_hand_out(asked) == [waiting]
    assert with_access_code(asked.event, asked) == [done, waiting]
