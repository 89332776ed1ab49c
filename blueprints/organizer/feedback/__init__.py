"""Back office: what people answered, an event's feedback and the waves of surveys alike."""

from blueprints.organizer.feedback import (
    closings,
    files,
    publications,
    results,
    texts,
)

PAGES = (results.bp, texts.bp, files.bp, closings.bp, publications.bp)
