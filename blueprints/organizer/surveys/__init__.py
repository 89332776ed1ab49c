"""Back office: surveys, their waves, who may answer them, and sheets of paper."""

from blueprints.organizer.surveys import (
    form_templates,
    invitations,
    reminders,
    rights,
    sheets,
    surveys,
    waves,
)

PAGES = (
    surveys.bp,
    form_templates.bp,
    waves.bp,
    rights.bp,
    invitations.bp,
    reminders.bp,
    sheets.bp,
)
