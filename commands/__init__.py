"""flask …: a file a command group."""

from flask import Flask

from commands import api_tokens, backup, demo, serve, users, work


def register_commands(app: Flask) -> None:
    for page in (users, api_tokens, demo, work, backup, serve):
        page.register(app)
