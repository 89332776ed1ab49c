"""Back office: who works with it, and what they may."""

from blueprints.organizer.accounts import accesses, factor_resets, user_acts, users

PAGES = (
    accesses.bp,
    factor_resets.bp,
    user_acts.bp,
    users.bp,
)
