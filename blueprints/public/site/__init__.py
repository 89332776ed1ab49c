"""The site itself: privacy, monitors."""

from blueprints.public.site import (
    monitors,
    privacy,
)

PAGES = (monitors.bp, privacy.bp)
