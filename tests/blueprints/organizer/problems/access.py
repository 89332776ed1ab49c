"""Who may open what of problems in the back office."""

HELD_ELSEWHERE = (
    "organizer.problems",
    "organizer.statements",
)
"""Beginnings of endpoints whose access other tests hold: they need more than one row."""
