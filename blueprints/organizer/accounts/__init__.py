"""Back office: who works with it, and what they may."""

from blueprints.organizer.accounts import accesses, audit, factor_resets, user_acts, users

PAGES = (
    accesses.bp,
    audit.bp,
    factor_resets.bp,
    user_acts.bp,
    users.bp,
)
