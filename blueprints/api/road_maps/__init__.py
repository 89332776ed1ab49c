"""Calls about road maps, their actions, and what institutions report."""

from blueprints.api.road_maps import actions, links, reports, road_maps

CALLS = (road_maps.bp, actions.bp, links.bp, reports.bp)
