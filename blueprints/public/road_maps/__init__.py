"""For all: road maps, what came of an event, feeds and subscriptions."""

PAGES = ()
