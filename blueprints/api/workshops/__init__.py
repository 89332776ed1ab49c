"""Calls about workshops."""

CALLS = ()
