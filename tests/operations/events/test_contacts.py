"""Whom people are told to ask: the event's own contact person, the province's, the site's."""

from dataclasses import replace

import pytest
import sqlalchemy as sa

from extensions import db
from models.audit import AuditAction, AuditEntry
from models.contacts import NOBODY, WHOLE_SITE, Contact, SharedContact
from models.users import Role
from operations.events.contacts import change_contact
from operations.events.events import OutsideProvince, change_event
from operations.events.stale_edits import details_of
from queries.events.contacts import contacts_for
from queries.events.events import event_page_state, published_event
from tests import factories
from tests.factories import NOW
from tests.factories.contacts import AYSE, OF_EVENT, shared_contact
from tests.statements import count_statements


def told(event):
    """Whom the event's page names, and who gets replies, as another request reads them."""
    db.session.remove()
    event = published_event(event.slug)
    return event.contact, event.reply_to


def test_the_nearest_who_can_be_reached_is_told(app):
    event = factories.event(province="19")
    assert told(event) == (NOBODY, NOBODY)
    site = shared_contact()
    shared_contact("06")
    assert told(event) == (site, site)
    corum = shared_contact("19")
    assert told(event) == (corum, corum)
    own = factories.event(province="19", **OF_EVENT)
    assert told(own) == (AYSE, AYSE)
    with count_statements() as seen:
        assert (own.contact, own.reply_to) == (AYSE, AYSE)
    assert seen == []


def test_an_event_with_a_phone_alone_is_called_and_its_province_gets_the_replies(app):
    event = factories.event(province="19", contact_phone="+903642130000")
    site, corum = shared_contact(), shared_contact("19", email=None, phone="+903641112233")
    assert told(event) == (Contact(phone="+903642130000"), site)
    assert told(factories.event(province="19")) == (corum, site)


@pytest.mark.parametrize("where", [{"country": "AT"}, {}])
def test_an_event_in_no_province_has_the_sites(app, where):
    site = shared_contact()
    shared_contact("19")
    assert told(factories.event(province=None, **where)) == (site, site)


def test_a_contact_that_is_emptied_gives_way(app):
    site = shared_contact()
    shared_contact("19")
    change_contact("19", NOBODY, by=None, at=NOW)
    db.session.commit()
    assert told(factories.event(province="19")) == (site, site)


def test_an_event_that_is_moved_has_the_contact_of_its_new_province_at_once(app):
    ankara = shared_contact("06")
    event = factories.event(province="19")
    shared_contact("19")
    assert event.contact.name == "19 masası"
    moved = replace(details_of(event), province="06")
    change_event(event, moved, by=factories.user(), at=NOW)
    assert event.contact == ankara


@pytest.mark.parametrize("place", ["06", "81", WHOLE_SITE, "99", ""])
def test_organizers_change_the_contact_of_their_own_province_alone(app, place):
    organizer = factories.user(Role.PROVINCIAL_ORGANIZER, province="19")
    change_contact("19", AYSE, by=organizer, at=NOW)
    with pytest.raises(OutsideProvince):
        change_contact(place, AYSE, by=organizer, at=NOW)
    db.session.commit()
    assert db.session.scalars(sa.select(SharedContact.place)).all() == ["19"]
    assert contacts_for(organizer) == {"19": AYSE}
    everywhere = contacts_for(factories.user())
    assert len(everywhere) == 82 and {everywhere.pop("19"), *everywhere.values()} == {AYSE, NOBODY}


def test_who_changed_a_contact_is_on_record_without_the_contact(app):
    organizer = factories.user()
    change_contact("19", AYSE, by=organizer, at=NOW)
    [entry] = db.session.scalars(sa.select(AuditEntry).filter_by(action="contact:changed"))
    assert entry.action == AuditAction.CONTACT_CHANGED
    assert (entry.user_id, entry.at, entry.details) == (organizer.id, NOW, {"place": "19"})


def test_the_state_of_a_page_changes_with_each_contact_that_it_may_show(app):
    event = factories.event(province="19")
    states = {event_page_state(event.slug, db.engine)}
    # Emptied ones too, and whichever was changed last.
    for place, email in [
        (WHOLE_SITE, "a@b.org"),
        ("19", "a@b.org"),
        (WHOLE_SITE, None),
        ("19", None),
    ]:
        shared_contact(place, email=email)
        states.add(event_page_state(event.slug, db.engine))
    assert len(states) == 5
    shared_contact("06")
    states.add(event_page_state(event.slug, db.engine))
    assert len(states) == 5


def test_the_last_of_two_changes_at_once_holds_and_each_is_a_version(app):
    """Else a page that was kept between them would be taken for the present one."""
    contact = shared_contact("19")
    row = db.session.get(SharedContact, "19")
    db.session.commit()
    changed = {"contact_name": "Başka", "version": SharedContact.version + 1}
    with db.engine.begin() as of_another_process:
        of_another_process.execute(sa.update(SharedContact).values(changed))
    shared_contact("19")
    db.session.refresh(row)
    assert (row.own_contact, row.version) == (contact, 3)
