"""Places: how many there are, who has one, who waits."""
