"""Calls about workshops in the room and their rounds."""

from blueprints.api.workshops import closings, rounds, workshops

CALLS = (workshops.bp, rounds.bp, closings.bp)
