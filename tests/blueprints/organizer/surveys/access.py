"""Who may open what of surveys in the back office."""

HELD_ELSEWHERE = ("organizer.comparison",)
"""Beginnings of endpoints whose access other tests hold: they need more than one row."""
