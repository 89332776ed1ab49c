"""Accounts: who works with the back office, and with what."""
