"""flask … : users, demo, work, backup; and what the worker does when, on one page."""

from flask import Flask


def register_commands(app: Flask) -> None:
    pass
