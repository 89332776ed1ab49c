"""What other programs are told of places: which ran out, and for whom one is kept."""

import pytest

from extensions import db
from lib.clock import utc_now
from models.sectors import Sector
from operations.places.capacities import set_sector_places
from tests import factories

PERSON = {"given_name": "Işıl", "family_name": "Çağ", "sector": "cso"}


def test_a_refusal_names_the_places_that_ran_out(program):
    event = factories.event(capacity=2)
    set_sector_places(event, Sector.CSO, 1)
    db.session.commit()
    address = f"/events/{event.id}/registrations"
    program.post(address, PERSON)
    refused = program.post(address, PERSON, 409)
    assert refused["detail"] == "No place is left for the sector cso."
    program.post(address, {**PERSON, "sector": "public"})
    refused = program.post(address, {**PERSON, "sector": "public"}, 409)
    assert (refused["type"], refused["detail"]) == (
        "/api/v1/docs#event-full",
        "No place is left in the event.",
    )


def test_an_offer_shows_until_when_the_place_is_kept(program):
    event = factories.event(capacity=1, waitlist=True)
    first, second = factories.registration(event), factories.registration(event)
    before = utc_now()
    program.patch(f"/registrations/{first.id}", {"status": "cancelled"})
    offered = program.get(f"/registrations/{second.id}")
    assert offered["status"] == "offered" and offered["ticket_code"] is None
    assert offered["offered_until"].endswith("+03:00") and before < utc_now()
    listed = program.get(f"/events/{event.id}/registrations?status=offered")["items"]
    assert [row["id"] for row in listed] == [second.id]
    confirmed = program.patch(f"/registrations/{second.id}", {"status": "confirmed"})
    assert confirmed["ticket_code"] and confirmed["offered_until"] is None


@pytest.mark.parametrize("waits", [True, False])
def test_a_program_cannot_offer(program, waits):
    event = factories.event(capacity=1, waitlist=True)
    first, second = factories.registration(event), factories.registration(event)
    asked = second if waits else first
    refused = program.patch(f"/registrations/{asked.id}", {"status": "offered"}, 409)
    assert refused["type"].endswith("#invalid-transition")


def test_a_capacity_below_what_is_taken_says_how_many_are(program):
    event = factories.event(capacity=3)
    for _person in range(2):
        factories.registration(event)
    refused = program.patch(f"/events/{event.id}", {"capacity": 1}, 409)
    assert refused["detail"] == "2 places are taken already."
