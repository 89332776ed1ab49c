from datetime import time

import pytest

from lib.paper_ticks import Fault, PaperTick, read_clock, read_line
from lib.short_codes import new_short_code, printed

CODE = "22222222"


@pytest.mark.parametrize(
    "written",
    [
        "9.05",
        "09.05",
        "9:05",
        "09:05",
        "0905",
        "905",
        "saat 9.05",
        "Saat 09.05",
        "at 9:05",
        "9:05 am",
        "9:05:00",
        " 9.05 ",
        "9,05",
        "09 05",
    ],
)
def test_times_are_read_as_turkish_and_english_write_them(written):
    assert read_clock(written) == time(9, 5)


@pytest.mark.parametrize(
    ("written", "meant"), [("9:05 pm", time(21, 5)), ("12.00am", time(0)), ("00.00", time(0))]
)
def test_halves_of_the_day_count(written, meant):
    assert read_clock(written) == meant


@pytest.mark.parametrize(
    "written", ["", "9", "24.00", "9.60", "13 pm", "x", "9.5", "-9.05", "٩.٠٥x", "1e5"]
)
def test_what_is_no_time_is_none(written):
    assert read_clock(written) is None


def test_codes_are_read_with_dash_space_or_neither_in_any_case():
    code = new_short_code()
    for shown in (
        code,
        printed(code),
        f"{code[:4]} {code[4:]}",
        code.lower(),
        f"{code[:4]}–{code[4:]}",
        f"{code[:4]} - {code[4:]}",
    ):
        for between in (" ", "\t", ", ", ";", " | "):
            assert read_line(f" {shown}{between}9.05") == PaperTick(code, time(9, 5)), shown
        assert read_line(shown) == PaperTick(code, None)


@pytest.mark.parametrize(
    "line", ["", "Ali Veli", "1234-5678 9.05", "ABCD", "22222223 9.05", "²²²²²²²² 9.05"]
)
def test_what_is_no_code_or_a_mistyped_one_is_told(line):
    assert read_line(line) is Fault.NO_CODE


@pytest.mark.parametrize("rest", ["geldi", "9", "25.00", "9.05 9.06", "9, 5"])
def test_what_follows_a_code_and_is_no_time_is_told(rest):
    assert read_line(f"{CODE} {rest}") is Fault.NO_TIME
