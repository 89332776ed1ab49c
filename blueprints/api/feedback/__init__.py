"""Feedback: what those who came are asked afterwards."""
