"""Calls about feedback."""

from blueprints.api.feedback import (
    results,
    wave_results,
)

CALLS = (results.bp, wave_results.bp)
