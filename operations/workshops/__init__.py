"""Workshops: phones without accounts write and vote, in rounds a moderator opens."""
