"""Pages of the site itself: privacy, monitoring."""

from blueprints.public.site import (
    metrics,
    monitors,
    privacy,
    well_known,
)

PAGES = (metrics.bp, monitors.bp, privacy.bp, well_known.bp)
