"""Questions: selects and typed rows. They never write."""
