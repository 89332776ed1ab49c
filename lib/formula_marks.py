"""Marks text that a spreadsheet would calculate with, and takes the mark off when it comes back.

The mark is an apostrophe. Text that has one already before such a beginning gets another, so that
exactly what was put on is taken off.
"""

# A spreadsheet takes a cell that begins with one of these for a formula. Some read the wide forms
# as the plain ones.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_MARK = "'"


def harmless(cell: str) -> str:
    """The same text, marked where a spreadsheet would calculate with it."""
    return f"{_MARK}{cell}" if _calculates(cell.lstrip(_MARK)) else cell


def unmarked(cell: str) -> str:
    """The text that `harmless` was given."""
    return cell[1:] if cell.startswith(_MARK) and _calculates(cell.lstrip(_MARK)) else cell


def _calculates(text: str) -> bool:
    return text.lstrip(" \u00a0").startswith(_FORMULA)
