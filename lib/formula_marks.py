"""Text that a spreadsheet would calculate with: marked as text on its way out, as it was back in.

A mark is an apostrophe. Text that bears one already before such a beginning gets another, so that
what is taken off is always what was put on.
"""

# A cell that begins with one of these is a formula to a spreadsheet, whoever typed it. The wide
# forms are read as the plain ones by some.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_MARK = "'"


def harmless(cell: str) -> str:
    """The same text, marked as text where a spreadsheet would calculate with it."""
    return f"{_MARK}{cell}" if _calculates(cell.lstrip(_MARK)) else cell


def unmarked(cell: str) -> str:
    """What `harmless` was given."""
    return cell[1:] if cell.startswith(_MARK) and _calculates(cell.lstrip(_MARK)) else cell


def _calculates(text: str) -> bool:
    return text.lstrip(" \u00a0").startswith(_FORMULA)
