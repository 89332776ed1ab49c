"""A file that grows past what one can hold in mind is usually two things."""

from tests.house.source import MODULES, PACKAGES, ROOT, files_of, shown

LONGEST = 300


def test_no_file_of_ours_is_longer_than_one_can_hold_in_mind():
    lengths = {
        shown(path): len(path.read_text("utf-8").splitlines())
        for path in files_of(*PACKAGES, *MODULES, "tests", "bench")
    }
    assert not {name: length for name, length in lengths.items() if length > LONGEST}


def test_no_script_or_style_sheet_of_ours_is_either():
    own = [path for kind in ("js", "css") for path in (ROOT / "static" / kind).rglob(f"*.{kind}")]
    lengths = {shown(path): len(path.read_text("utf-8").splitlines()) for path in own}
    assert not {name: length for name, length in lengths.items() if length > 2 * LONGEST}
