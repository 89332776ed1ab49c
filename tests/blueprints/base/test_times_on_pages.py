from datetime import UTC, datetime

import pytest
from flask import render_template_string

from blueprints.base.times import unbroken


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("12 Mart, 10.00–17.00", '12 Mart, <span class="unbroken">10.00–17.00</span>'),
        ("12–15 Mart 2027", '<span class="unbroken">12–15</span> Mart 2027'),
        ("12 March – 11 April", "12 March – 11 April"),
        ("12 Ağustos 2027 Cuma", '<span class="unbroken">12 Ağustos 2027</span> Cuma'),
        ("10.00 (Viyana saatiyle)", '10.00 <span class="unbroken">(Viyana saatiyle)</span>'),
        ("<b>1–2", '<span class="unbroken">&lt;b&gt;1–2</span>'),
    ],
)
def test_hours_and_a_date_stay_each_on_one_line(text, html):
    assert unbroken(text) == html


def test_a_page_writes_the_time_of_an_event_without_escaping_it_twice(sqlite_app):
    with sqlite_app.test_request_context("/?lang=en"):
        times = {
            "start": datetime(2027, 3, 12, 7, tzinfo=UTC),
            "end": datetime(2027, 3, 12, 9, tzinfo=UTC),
        }
        page = render_template_string("{{ start|span(end, 'UTC') }}", **times)
    assert page == (
        'Friday <span class="unbroken">12 March 2027</span>, '
        '<span class="unbroken">07:00–09:00</span> '
        '<span class="unbroken">(UTC time)</span>'
    )
