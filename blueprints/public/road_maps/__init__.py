"""For all: road maps, what came of an event, feeds and subscriptions."""

from blueprints.public.road_maps import (
    outcomes,
    subscriptions,
)

PAGES = (outcomes.bp, subscriptions.bp)
