"""Who may open what of problems in the back office."""

HELD_ELSEWHERE = (
    "organizer.flip_charts",
    "organizer.hide_reasons",
    "organizer.marks",
    "organizer.problems",
    "organizer.problem_lists",
    "organizer.problem_priorities",
    "organizer.problem_weights",
    "organizer.problem_acts",
    "organizer.problem_publications",
    "organizer.statement_imports",
    "organizer.problem_files",
)
"""Beginnings of endpoints whose access other tests hold: they need more than one row."""
