import pytest

from lib.field_keys import BadFieldKey, FieldKeys, Unreadable
from settings import new_field_key


def test_what_is_sealed_can_be_opened_and_not_read():
    keys = FieldKeys([new_field_key()])
    sealed = keys.seal_text("Çölyak hastasıyım")
    assert keys.open_text(sealed) == "Çölyak hastasıyım"
    assert "lyak" not in sealed


def test_older_keys_open_and_the_newest_seals():
    old, new = new_field_key(), new_field_key()
    sealed = FieldKeys([old]).seal(b"diyet")
    renewed = FieldKeys([new, old]).renewed(sealed)
    assert FieldKeys([new]).open(renewed) == b"diyet"
    with pytest.raises(Unreadable):
        FieldKeys([new]).open(sealed)


@pytest.mark.parametrize("change", [lambda s: s[:-8] + "AAAAAAA=", lambda _s: "", lambda _s: "çğ"])
def test_what_was_changed_is_not_read(change):
    keys = FieldKeys([new_field_key()])
    with pytest.raises(Unreadable):
        keys.open_text(change(keys.seal_text("diyet")))


@pytest.mark.parametrize("key", ["", "short", "ş" * 44])
def test_bad_keys_are_refused(key):
    with pytest.raises(BadFieldKey):
        FieldKeys([key])
