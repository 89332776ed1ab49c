"""What the whole site says in one piece stands in one file."""

import pytest

from tests.house.source import MODULES, PACKAGES, files_of, shown


@pytest.mark.parametrize(
    ("words", "place"),
    [
        ("sqlalchemy.dialects import", "lib/inserts.py"),
        ("spreadsheetml.sheet", "lib/file_kinds.py"),
        ("Content-Disposition", "blueprints/base/sent_files.py"),
        # It leaves out first what would take minutes to put in order.
        ("unicodedata.normalize", "lib/text.py"),
    ],
)
def test_it_stands_in_one_file(words, place):
    files = [path for path in files_of(*PACKAGES, *MODULES) if words in path.read_text("utf-8")]
    assert [shown(path) for path in files] == [place]
