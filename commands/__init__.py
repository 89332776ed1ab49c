"""flask …: a file a command group."""

from typing import Any

import sqlalchemy as sa
from flask import Flask

from commands import api_tokens, audit, backup, demo, keys, migrations, serve, users, work
from extensions import db
from models.base import Base


def register_commands(app: Flask) -> None:
    for page in (users, api_tokens, keys, demo, work, backup, audit, migrations, serve):
        page.register(app)
    app.shell_context_processor(in_the_shell)


def in_the_shell() -> dict[str, Any]:
    """What `flask shell` knows without an import: the database and every table by its class."""
    tables = {mapper.class_.__name__: mapper.class_ for mapper in Base.registry.mappers}
    return {"db": db, "sa": sa, **tables}
