"""Back office: surveys, their waves, who may answer them, sheets of paper, and comparisons."""

from blueprints.organizer.surveys import (
    comparison_files,
    comparisons,
    invitations,
    papers,
    reminders,
    rights,
    sheets,
    surveys,
    waves,
)

PAGES = (
    surveys.bp,
    waves.bp,
    rights.bp,
    invitations.bp,
    reminders.bp,
    sheets.bp,
    papers.bp,
    comparisons.bp,
    comparison_files.bp,
)
