"""A file that grows past what one can hold in mind is usually two things."""

from tests.house.source import MODULES, PACKAGES, ROOT, files_of, shown

LONGEST = 300
LONGEST_OF_TESTS = 430  # a list of promises is read one at a time


def too_long(names, limit):
    lengths = {shown(path): len(path.read_text("utf-8").splitlines()) for path in files_of(*names)}
    return {name: length for name, length in lengths.items() if length > limit}


def test_no_file_of_ours_is_longer_than_one_can_hold_in_mind():
    assert not too_long([*PACKAGES, *MODULES, "bench"], LONGEST)
    assert not too_long(["tests"], LONGEST_OF_TESTS)


def test_no_script_or_style_sheet_of_ours_is_either():
    own = [path for kind in ("js", "css") for path in (ROOT / "static" / kind).rglob(f"*.{kind}")]
    lengths = {shown(path): len(path.read_text("utf-8").splitlines()) for path in own}
    assert not {name: length for name, length in lengths.items() if length > 2 * LONGEST}
