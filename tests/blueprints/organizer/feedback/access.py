"""Who may open what of feedback in the back office."""

HELD_ELSEWHERE = ("organizer.feedback",)
"""Beginnings of endpoints whose access other tests hold: they need more than one row."""
