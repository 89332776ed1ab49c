from datetime import UTC, date, datetime, timedelta

from lib.dates import (
    clock_text,
    day_text,
    moment_text,
    short_date_text,
    short_moment_text,
    span_text,
)

TEN = datetime(2027, 3, 12, 7, 0, tzinfo=UTC)
ISTANBUL = "Europe/Istanbul"


def test_a_moment_reads_as_people_write_it():
    assert moment_text(TEN, ISTANBUL, "tr") == "12 Mart 2027 Cuma, 10.00"
    assert moment_text(TEN, ISTANBUL, "en") == "Friday 12 March 2027, 10:00"
    assert short_moment_text(TEN, ISTANBUL, "tr") == "12 Mar 2027, 10.00"
    assert short_moment_text(TEN, ISTANBUL, "en") == "12 Mar 2027, 10:00"


def test_a_day_and_an_hour_are_those_of_the_events_zone():
    late = datetime(2027, 3, 11, 22, 30, tzinfo=UTC)
    assert day_text(late, ISTANBUL, "tr") == "12 Mart 2027 Cuma"
    assert clock_text(late, ISTANBUL, "en") == "01:30"
    assert day_text(late, "Europe/Berlin", "en") == "Thursday 11 March 2027"


def test_a_day_of_a_table_is_short():
    assert short_date_text(date(2027, 3, 12), "tr") == "12 Mar 2027"
    assert short_date_text(date(2027, 8, 1), "tr") == "1 Ağu 2027"


def test_a_span_of_one_day_says_the_hours():
    until = TEN + timedelta(hours=7)
    assert span_text(TEN, until, ISTANBUL, "tr") == "12 Mart 2027 Cuma, 10.00–17.00"
    assert span_text(TEN, until, ISTANBUL, "en") == "Friday 12 March 2027, 10:00–17:00"


def test_a_span_of_several_days_says_the_days():
    assert span_text(TEN, TEN + timedelta(days=3), ISTANBUL, "tr") == "12–15 Mart 2027"
    assert (
        span_text(TEN, TEN + timedelta(days=30), ISTANBUL, "en") == "12 March 2027 – 11 April 2027"
    )


def test_whether_a_span_is_one_day_is_decided_in_its_zone():
    start, end = datetime(2027, 3, 12, 20, 0, tzinfo=UTC), datetime(2027, 3, 12, 23, 0, tzinfo=UTC)
    assert span_text(start, end, ISTANBUL, "tr") == "12–13 Mart 2027"
    assert span_text(start, end, "UTC", "tr") == "12 Mart 2027 Cuma, 20.00–23.00"
