"""Back office: how many places an event has."""

from blueprints.organizer.places import (
    capacities,
)

PAGES = (capacities.bp,)
