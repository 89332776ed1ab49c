"""Registering, and all that one does by the link to the own page."""

from blueprints.public.registrations import (
    access_codes,
    answers,
    completions,
    consents,
    delegations,
    institutions,
    link_letters,
    my_registrations,
    offers,
    online,
    own_data,
    own_pages,
    parties,
    session_choices,
    tickets,
    transfers,
)

PAGES = (
    access_codes.bp,
    answers.bp,
    completions.bp,
    consents.bp,
    delegations.bp,
    institutions.bp,
    link_letters.bp,
    my_registrations.bp,
    offers.bp,
    online.bp,
    own_data.bp,
    own_pages.bp,
    parties.bp,
    session_choices.bp,
    tickets.bp,
    transfers.bp,
)
