"""For all: road maps, what came of an event, feeds and subscriptions."""

from blueprints.public.road_maps import (
    feeds,
    outcomes,
    periods,
    progress,
    road_map_subscriptions,
    road_maps,
    subscriptions,
)

PAGES = (
    outcomes.bp,
    road_maps.bp,
    periods.bp,
    feeds.bp,
    progress.bp,
    road_map_subscriptions.bp,
    subscriptions.bp,
)
