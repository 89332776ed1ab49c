"""The rules between an event's fields, for whoever asks: the form and the API refuse the same."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.contacts import NOBODY, Contact
from operations.events.rules import EventRule, RuledFields, broken_rules

START = datetime(2027, 3, 12, 7, tzinfo=UTC)
END = START + timedelta(hours=7)
MINUTE = timedelta(minutes=1)
moments = st.integers(0, 60 * 24 * 365).map(lambda minutes: START + minutes * MINUTE)
maybe = st.none() | moments


def fields(**changes):
    kept = dict.fromkeys(
        ("registration_opens_at", "registration_closes_at", "changes_close_at", "province")
    )
    given = {"starts_at": START, "ends_at": END, "country": "TR", "contact": NOBODY}
    return RuledFields(**{**given, **kept, **changes})


@pytest.mark.parametrize(
    ("changes", "broken"),
    [
        ({}, {}),
        ({"ends_at": START + MINUTE}, {}),
        ({"ends_at": START}, {"ends_at": EventRule.ENDS_AFTER_START}),
        ({"registration_opens_at": END - MINUTE}, {}),
        ({"registration_opens_at": END}, {"registration_opens_at": EventRule.OPENS_BEFORE_END}),
        ({"registration_closes_at": END}, {}),
        (
            {"registration_closes_at": END + MINUTE},
            {"registration_closes_at": EventRule.CLOSES_BEFORE_END},
        ),
        (
            {"registration_opens_at": START, "registration_closes_at": START},
            {"registration_closes_at": EventRule.CLOSES_AFTER_OPENING},
        ),
        ({"changes_close_at": END}, {}),
        ({"changes_close_at": END + MINUTE}, {"changes_close_at": EventRule.CHANGES_BEFORE_END}),
        ({"province": "19"}, {}),
        ({"country": "DE"}, {}),
        ({"country": "DE", "province": "19"}, {"province": EventRule.PROVINCE_AT_HOME}),
        ({"contact": Contact("Ayşe Öztürk", phone="+903642130000")}, {}),
        ({"contact": Contact("Ayşe Öztürk")}, {"contact_name": EventRule.CONTACT_REACHABLE}),
        ({"starts_at": None}, {}),
        ({"ends_at": None, "changes_close_at": END, "registration_closes_at": END}, {}),
    ],
)
def test_each_rule_holds_to_the_minute(changes, broken):
    assert broken_rules(fields(**changes)) == broken


@given(
    times=st.fixed_dictionaries(
        dict.fromkeys(
            (
                "starts_at",
                "ends_at",
                "registration_opens_at",
                "registration_closes_at",
                "changes_close_at",
            ),
            maybe,
        )
    ),
    province=st.sampled_from([None, "19"]),
    country=st.sampled_from(["TR", "DE"]),
)
def test_what_breaks_no_rule_can_be_registered_for_and_changed_in_its_time(
    times, province, country
):
    asked = RuledFields(**times, province=province, country=country, contact=NOBODY)
    broken = broken_rules(asked)
    assert set(broken) <= {*times, "province"}
    if not broken and asked.ends_at:
        assert not asked.starts_at or asked.starts_at < asked.ends_at
        opens_at = asked.registration_opens_at
        assert not opens_at or opens_at < (asked.registration_closes_at or asked.ends_at)
        for last in (asked.registration_closes_at, asked.changes_close_at):
            assert not last or last <= asked.ends_at
