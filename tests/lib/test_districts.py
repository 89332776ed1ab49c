from lib.districts import by_province, districts, full_name
from lib.provinces import PROVINCES
from lib.turkish import sort_key


def test_there_are_973_districts_in_81_provinces():
    assert len(districts()) == 973
    assert {number[:2] for number in districts()} == set(PROVINCES)


def test_a_district_keeps_its_number():
    """Answers hold it: a new list may add numbers, never change one."""
    assert districts()["19-01"] == "Alaca"
    assert districts()["34-23"] == "Kadıköy"
    assert full_name("19-01") == "Alaca, Çorum"
    assert full_name("99-99") == "99-99"


def test_lists_follow_the_turkish_alphabet():
    names = [name for name, _ in by_province()]
    assert names == sorted(names, key=sort_key) and names[0] == "Adana"
    for _, within in by_province():
        assert [n for _, n in within] == sorted((n for _, n in within), key=sort_key)
