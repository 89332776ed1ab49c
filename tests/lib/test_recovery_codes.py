from lib.recovery_codes import new_recovery_code, normalise


def test_code_has_24_symbols_in_groups_of_four():
    """log2(31) · 24 = 118.9 random bits: enough for a plain digest."""
    code = new_recovery_code()
    assert [len(group) for group in code.split("-")] == [4] * 6
    assert code != new_recovery_code()


def test_code_is_read_however_it_is_typed():
    code = new_recovery_code()
    for typed in (code.lower(), code.replace("-", ""), f" {code.replace('-', ' – ')}\t"):
        assert normalise(typed) == code
