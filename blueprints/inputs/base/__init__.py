"""What the inputs of every area share."""
