"""Feedback, for every audience: closing a wave by hand, and what a results page shows."""
