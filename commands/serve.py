from flask import Flask


def register(app: Flask) -> None:
    """Bind the commands of this page."""
