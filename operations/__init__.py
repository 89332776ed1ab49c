"""Verbs: they change the world, flush, write the audit and the letters. They never commit."""
