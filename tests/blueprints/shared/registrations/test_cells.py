"""Cells as people write them."""

from datetime import date

import pytest

from blueprints.shared.registrations import cells
from lib.provinces import OTHER_NAMES, PROVINCES


@pytest.fixture(autouse=True)
def words(sqlite_app):
    with sqlite_app.test_request_context():
        yield


@pytest.mark.parametrize(
    "typed", ["2027-03-12", "12.03.2027", "12-03-2027", "12/3/2027", "12 Mart 2027", "46458"]
)
def test_a_day_is_read_however_an_office_writes_it(typed):
    assert cells.day()(typed) == date(2027, 3, 12)


@pytest.mark.parametrize("typed", ["99999", "12-13-2027", "2027", "yarın"])
def test_what_is_no_day_of_these_times_is_refused(typed):
    with pytest.raises(cells.FaultyCell):
        cells.day()(typed)


@pytest.mark.parametrize("typed", ["-", "—", "yok", "YOK", " Yok ", ""])
def test_nothing_is_written_in_many_ways(typed):
    readers = [cells.email(), cells.phone(), cells.province(), cells.day(), cells.language]
    assert [reader(typed) for reader in readers] == [None] * 5
    assert cells.detail()(typed) == ""


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("Ayşe Yılmaz", ("Ayşe", "Yılmaz")),
        ("AYŞE NUR YILMAZ", ("AYŞE NUR", "YILMAZ")),
        ("Ayşe Nur YILMAZ KAYA", ("Ayşe Nur", "YILMAZ KAYA")),
        ("Suharto", ("Suharto", "")),
        ("SUHARTO", ("SUHARTO", "")),
        ("Ayşe A.", ("Ayşe", "A.")),
    ],
)
def test_a_name_in_one_cell_comes_apart(typed, names):
    assert cells.full_name(typed) == names


def test_other_names_of_provinces_are_no_other_province():
    assert not {cells.folded(name) for name in OTHER_NAMES} & {
        cells.folded(name) for name in PROVINCES.values()
    }
    assert cells.province()("Hakkâri") == "30"
    assert cells.province()("ÇORUM İLİ") == cells.province()("19") == "19"


@pytest.mark.parametrize(
    "typed", ["Işıl <isil@example.org>", "isil@example.org", "<isil@example.org>"]
)
def test_an_address_is_read_out_of_what_mail_programs_copy(typed):
    assert cells.email()(typed) == "isil@example.org"
