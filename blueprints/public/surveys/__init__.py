"""Surveys, for everyone."""

from blueprints.public.surveys import outcome_addresses, surveys

PAGES = (surveys.bp, outcome_addresses.bp)
