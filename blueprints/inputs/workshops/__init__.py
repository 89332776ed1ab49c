"""What moderators type about workshops."""
