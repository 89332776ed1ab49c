"""What several audiences share, by area."""
