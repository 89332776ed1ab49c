"""Calls about surveys, their waves, and who may answer them."""

from blueprints.api.surveys import (
    answers,
    closings,
    comparisons,
    publications,
    rights,
    surveys,
    waves,
)

CALLS = (surveys.bp, publications.bp, waves.bp, rights.bp, answers.bp, closings.bp, comparisons.bp)
