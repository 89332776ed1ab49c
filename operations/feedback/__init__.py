"""Feedback: what people are asked in waves, and what they answered."""
