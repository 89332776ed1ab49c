"""Back office: events, their agenda, copies and publication."""

from blueprints.organizer.events import (
    agenda,
    contacts,
    copies,
    dashboard,
    events,
    publications,
)

PAGES = (agenda.bp, contacts.bp, copies.bp, dashboard.bp, events.bp, publications.bp)
