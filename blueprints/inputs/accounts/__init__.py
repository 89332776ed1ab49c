"""Accounts: people who work with the back office."""
