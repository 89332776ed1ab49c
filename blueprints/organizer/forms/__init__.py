"""Back office: the builder of an event's forms."""

from blueprints.organizer.forms import (
    builder,
    copies,
    order,
    previews,
    questions,
    templates,
)

PAGES = (builder.bp, copies.bp, order.bp, previews.bp, questions.bp, templates.bp)
