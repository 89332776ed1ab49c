"""Workshops, and what is seen in the room."""
