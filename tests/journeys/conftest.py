"""Journeys are played in the same browsers as the single pages."""

from tests.browser.conftest import live_server, open_browser

__all__ = ["live_server", "open_browser"]
