"""Surveys, their waves and who may answer them, as organizers type them in."""
