"""Rows in, files out. No queries inside."""
