"""Letters: what is written to people, and how it is sent."""
