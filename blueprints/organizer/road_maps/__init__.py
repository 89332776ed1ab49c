"""Back office: road maps, their actions, links for institutions, reports and half-years."""

from blueprints.organizer.road_maps import actions, files, links, periods, reports, road_maps

PAGES = (road_maps.bp, actions.bp, links.bp, reports.bp, periods.bp, files.bp)
