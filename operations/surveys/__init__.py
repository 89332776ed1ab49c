"""Surveys: forms apart from any event, asked in waves; and who may answer them."""
