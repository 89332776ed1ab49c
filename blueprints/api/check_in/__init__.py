"""Check-in: doors, and who came through them."""
