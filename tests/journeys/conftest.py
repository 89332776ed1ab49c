"""Journeys are played in the same browsers as the single pages."""

from tests.browser.conftest import launch, live_server, open_browser, usual_browser

__all__ = ["launch", "live_server", "open_browser", "usual_browser"]
