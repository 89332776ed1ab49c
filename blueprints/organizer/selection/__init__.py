"""Selection: who is chosen among those who applied."""
