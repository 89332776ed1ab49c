from lib import countries


def test_countries_stand_in_the_order_of_the_turkish_alphabet():
    names = [name for _code, name in countries.by_name("tr")]
    assert names.index("Çin") < names.index("Danimarka") < names.index("İsveç")
    assert names.index("Irak") < names.index("İran")


def test_only_countries_are_offered():
    codes = [code for code, _name in countries.by_name("en")]
    assert {"TR", "DE", "SE"} <= set(codes)
    assert not {"EU", "ZZ", "001"} & set(codes)
