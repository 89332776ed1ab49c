"""Feedback: what people who came are asked afterwards."""
