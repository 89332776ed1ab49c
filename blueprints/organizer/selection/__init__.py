"""Back office: who is chosen among those who applied."""

from blueprints.organizer.selection import (
    completeness,
    criteria,
    evaluations,
    proposals,
    rules,
)

PAGES = (completeness.bp, criteria.bp, evaluations.bp, proposals.bp, rules.bp)
