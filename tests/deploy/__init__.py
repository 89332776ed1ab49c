"""What an operator copies: service units, proxy, container and compose file."""
