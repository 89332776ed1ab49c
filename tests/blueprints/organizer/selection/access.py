"""Who may open what of selection in the back office."""

HELD_ELSEWHERE = (
    "organizer.completeness",
    "organizer.criteria",
    "organizer.evaluations",
    "organizer.selection",
)
"""Beginnings of endpoints whose access other tests hold: they need more than one row."""
