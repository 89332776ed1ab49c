"""What every area builds on: reading filters from an address."""
