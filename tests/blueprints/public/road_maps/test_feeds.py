"""Feeds: one entry for each approved change."""

from xml.etree import ElementTree

import pytest

from extensions import db
from operations.road_maps.actions import change_action
from tests import factories
from tests.factories import NOW
from tests.factories.road_maps import action, details, road_map

NAMES = {"a": "http://www.w3.org/2005/Atom"}


@pytest.fixture
def client(app):
    return app.test_client()


def read(client, address, **headers):
    answer = client.get(address, headers=headers)
    assert answer.status_code == 200
    assert answer.mimetype == "application/atom+xml"
    return ElementTree.fromstring(answer.data)  # noqa: S314


def entries(root):
    return [
        (entry.find("a:id", NAMES).text, entry.find("a:title", NAMES).text)
        for entry in root.findall("a:entry", NAMES)
    ]


def test_each_approved_change_is_an_entry_whose_number_stays(client):
    plan = road_map()
    row = action(plan, measured=20.0)
    before = entries(read(client, f"/roadmaps/{plan.slug}/feed.atom"))
    assert [title for _id, title in before] == [
        "Yeni eylem: 1.1 Yolu onar",
        "Yol haritası yayımlandı: Iğdır yol haritası",
    ]
    change_action(row, details(measured=35.0), None, by=factories.user(), at=NOW)
    db.session.commit()
    root = read(client, f"/roadmaps/{plan.slug}/feed.atom")
    assert entries(root)[1:] == before
    assert entries(root)[0][1] == "Yeni ölçüm: 1.1 Yolu onar"
    assert "Ölçülen: 20 → 35" in root.find("a:entry/a:summary", NAMES).text
    assert entries(read(client, "/roadmaps.atom")) == entries(root)
    page = root.find("a:entry/a:link", NAMES).get("href")
    assert page == f"http://meydan.example.org/roadmaps/{plan.slug}#1.1"


def test_a_feed_speaks_the_language_that_is_asked_for(client):
    action(road_map())
    root = read(client, "/roadmaps.atom?lang=en")
    assert root.get("{http://www.w3.org/XML/1998/namespace}lang") == "en"
    assert entries(root)[0][1].startswith("New action: ")
    assert root.find("a:link[@rel='self']", NAMES).get("href").endswith("/roadmaps.atom?lang=en")


def test_who_has_it_already_is_not_sent_it_again(client):
    plan = road_map()
    address = f"/roadmaps/{plan.slug}/feed.atom"
    etag = client.get(address).headers["ETag"]
    assert client.get(address, headers={"If-None-Match": etag}).status_code == 304
    action(plan)
    assert client.get(address, headers={"If-None-Match": etag}).status_code == 200


def test_unpublished_road_maps_are_in_no_feed(client):
    action(road_map(published=False))
    assert entries(read(client, "/roadmaps.atom")) == []
