"""Back office: workshops, their rounds, and the moderator's view of the room."""

from blueprints.organizer.workshops import acts, closings, moderation, rounds, workshops

PAGES = (workshops.bp, moderation.bp, rounds.bp, acts.bp, closings.bp)
