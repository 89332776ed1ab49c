"""Files made from rows. No queries inside."""
