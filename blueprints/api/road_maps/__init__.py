"""Calls about road maps, actions and reports."""

CALLS = ()
