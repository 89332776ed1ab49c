"""Who may open what of road_maps in the back office."""

from models.users import Role
from tests.blueprints.organizer.roles import ORGANIZERS

_READERS = {*ORGANIZERS, Role.MODERATOR, Role.VIEWER}
PAGES = {
    "organizer.road_maps.index": _READERS,
    "organizer.road_maps.show": _READERS,
    "organizer.road_maps.new": ORGANIZERS,
    "organizer.road_maps.edit": ORGANIZERS,
    "organizer.actions.new": ORGANIZERS,
    "organizer.actions.edit": ORGANIZERS,
    "organizer.progress_links.index": ORGANIZERS,
    "organizer.road_map_reports.index": ORGANIZERS,
    "organizer.road_map_periods.index": _READERS,
    "organizer.road_map_periods.show": _READERS,
}
ACTS = [
    "organizer.road_maps.create",
    "organizer.road_maps.update",
    "organizer.road_maps.publish",
    "organizer.road_maps.withdraw",
    "organizer.actions.create",
    "organizer.actions.update",
    "organizer.actions.move",
    "organizer.actions.destroy",
    "organizer.progress_links.create",
    "organizer.progress_links.revoke",
    "organizer.road_map_reports.approve",
    "organizer.road_map_reports.give_back",
    "organizer.road_map_periods.create",
]
HELD_ELSEWHERE = ("organizer.road_map_files",)
"""Beginnings of endpoints whose access other tests hold: the first look at a file is a 202."""
