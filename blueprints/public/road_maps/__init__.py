"""For all: road maps, what came of an event, feeds and subscriptions."""

from blueprints.public.road_maps import (
    outcomes,
    progress,
    subscriptions,
)

PAGES = (outcomes.bp, progress.bp, subscriptions.bp)
