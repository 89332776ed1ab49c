"""What the views of every area share."""
