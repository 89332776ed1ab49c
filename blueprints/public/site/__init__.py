"""Pages of the site itself: privacy, monitoring."""

from blueprints.public.site import (
    metrics,
    monitors,
    privacy,
)

PAGES = (metrics.bp, monitors.bp, privacy.bp)
