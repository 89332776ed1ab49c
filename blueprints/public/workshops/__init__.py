"""A workshop in the room, for phones without accounts and for the projector."""

from blueprints.public.workshops import live, screens, sends, workshops

PAGES = (workshops.bp, sends.bp, live.bp, screens.bp)
