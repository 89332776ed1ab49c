"""Pages of the site itself: privacy, monitoring."""

from blueprints.public.site import (
    monitors,
    privacy,
)

PAGES = (monitors.bp, privacy.bp)
