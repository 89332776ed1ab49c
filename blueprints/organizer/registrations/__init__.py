"""Back office: who is on the list, and what is decided about them."""

from blueprints.organizer.registrations import (
    answers,
    bulk,
    delegations,
    duplicates,
    entries,
    exports,
    imports,
    link_revocations,
    notes,
    status_changes,
    tags,
    uploads,
)

PAGES = (
    answers.bp,
    bulk.bp,
    delegations.bp,
    duplicates.bp,
    entries.bp,
    exports.bp,
    imports.bp,
    link_revocations.bp,
    notes.bp,
    status_changes.bp,
    tags.bp,
    uploads.bp,
)
