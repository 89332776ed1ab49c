"""Surveys: forms apart from any event, asked in waves."""
