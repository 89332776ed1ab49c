"""Registrations: who is on the list of an event."""
