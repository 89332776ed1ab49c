"""/metrics: who may read it, and what it says."""

import re
from contextlib import contextmanager
from datetime import timedelta

import pytest
import sqlalchemy as sa
from prometheus_client.parser import text_string_to_metric_families

from commands import work
from extensions import db
from lib.clock import utc_now
from models.audit import AuditSeal
from models.duty_rounds import DutyRound
from models.letters import Letter
from tests import factories
from tests.conftest import make_app
from tests.statements import count_statements

TOKEN = "a token of the tests, 32 characters and more"
ELSEWHERE = {"REMOTE_ADDR": "192.0.2.7"}


@contextmanager
def site(url, **settings):
    """Another app, whose connections are closed in the end."""
    made = make_app(url, **settings)
    with made.app_context():
        yield made.test_client()
        db.session.remove()
        db.engine.dispose()


def figures(app):
    answer = app.test_client().get("/metrics")
    assert answer.status_code == 200
    return {
        (sample.name, *sample.labels.values()): sample.value
        for family in text_string_to_metric_families(answer.text)
        for sample in family.samples
    }


def test_this_machine_may_read_it_but_not_through_a_proxy(app):
    client = app.test_client()
    assert client.get("/metrics").status_code == 200
    ipv6 = {"REMOTE_ADDR": "::ffff:127.0.0.1"}
    assert client.get("/metrics", environ_base=ipv6).status_code == 200
    assert client.get("/metrics", environ_base=ELSEWHERE).status_code == 404
    for header in ("Forwarded", "Via", "X-Forwarded-For", "X-Forwarded-Proto", "X-Real-IP"):
        assert client.get("/metrics", headers={header: "127.0.0.1"}).status_code == 404, header


def test_elsewhere_it_takes_the_token(app):
    url = app.config["SQLALCHEMY_DATABASE_URI"]

    def asked(by, credentials):
        headers = {"Authorization": credentials, "X-Forwarded-For": "192.0.2.8"}
        return by.get("/metrics", environ_base=ELSEWHERE, headers=headers).status_code

    with site(url, metrics_token=TOKEN, trusted_proxies=1) as told, site(url) as untold:
        assert asked(told, f"Bearer {TOKEN}") == 200
        wrongs = ("Bearer ", "Bearer None", f"Bearer {TOKEN}x", f"Basic {TOKEN}", "Bearer \xff")
        for wrong in wrongs:
            assert asked(told, wrong) == 404, wrong
            assert asked(untold, wrong) == 404, wrong


def test_requests_are_counted_by_route_method_and_kind_of_answer(app):
    client = app.test_client()
    before = figures(app)
    for _ in range(3):
        client.get("/events/none-such")
    client.open("/healthz", method="BREW")
    after = figures(app)
    key = ("meydan_request_seconds_count", "GET", "/events/<slug>", "4xx")
    assert after[key] - before.get(key, 0) == 3
    assert not any("none-such" in str(name) or "BREW" in str(name) for name in after)
    unknown = ("meydan_request_seconds_count", "other", "unknown", "4xx")
    assert after[unknown] - before.get(unknown, 0) == 1


def test_the_outbox_tells_its_length_and_age(app):
    for _ in range(3):
        factories.registration(factories.event())
    first, second, _third = db.session.scalars(sa.select(Letter).order_by(Letter.id))
    first.due_at = utc_now() - timedelta(hours=2)
    second.due_at = utc_now() + timedelta(hours=1)
    db.session.commit()
    said = figures(app)
    assert said["meydan_outbox_letters", "due"] == 2
    assert said["meydan_outbox_letters", "later"] == 1
    assert 7200 <= said[("meydan_outbox_oldest_due_seconds",)] < 7260


def test_duties_tell_when_they_last_ran_and_which_failed(app, monkeypatch):
    def faulty(_worker):
        raise RuntimeError

    calendar = (
        work.Duty("faulty", timedelta(seconds=1), faulty),
        work.Duty("sound", timedelta(seconds=1), lambda _worker: None),
        work.Duty("rounds", timedelta(minutes=1), work.tell_of_rounds),
    )
    monkeypatch.setattr(work, "CALENDAR", calendar)
    gone = DutyRound(name="gone", ended_at=utc_now() - timedelta(days=8), failed=False)
    ahead = DutyRound(name="sound", ended_at=utc_now() + timedelta(days=1), failed=True)
    db.session.add_all([gone, ahead])  # the clock has stepped back since
    db.session.commit()
    began = utc_now().timestamp()
    work.run_once(work.Worker())
    said = figures(app)
    assert {name[1]: v for name, v in said.items() if name[0] == "meydan_duty_failed"} == {
        "faulty": 1,
        "sound": 0,
    }
    for duty in ("faulty", "sound"):
        assert began <= said["meydan_duty_last_round_seconds", duty] <= utc_now().timestamp()


def test_the_newest_seal_tells_its_age(app):
    assert ("meydan_audit_newest_seal_age_seconds",) not in figures(app)
    at = utc_now() - timedelta(seconds=90)
    seal = AuditSeal(number=1, previous="", entries=[], highest=0, hash="0" * 64, sealed_at=at)
    db.session.add(seal)
    db.session.commit()
    assert 90 <= figures(app)[("meydan_audit_newest_seal_age_seconds",)] < 120


def test_it_costs_three_statements(app):
    with count_statements() as statements:
        figures(app)
    assert len(statements) == 3


def test_without_a_database_the_other_figures_are_told(app):
    said = figures(make_app("postgresql://nobody@127.0.0.1:1/nothing"))
    assert said[("meydan_database_up",)] == 0
    assert ("meydan_database_connections_in_use",) in said


@pytest.mark.parametrize("path", ["/metrics", "/metrics/"])
def test_nothing_in_it_is_about_people(app, path):
    person = factories.registration(factories.event(), email="isil@example.org")
    client = app.test_client()
    client.get(f"/registrations/{person.email}")
    text = client.get(path).text
    assert "isil" not in text and not re.search(
        r"[A-Za-z0-9_-]{30,}", re.sub(r"meydan\w+", "", text)
    )
