"""Our own source files, for the tests that read them."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGES = (
    "blueprints",
    "commands",
    "demo",
    "exports",
    "letters",
    "lib",
    "models",
    "operations",
    "queries",
)
MODULES = ("app.py", "settings.py", "extensions.py", "policy.py", "gunicorn.conf.py")


def files_of(*names: str) -> list[Path]:
    """The Python files of packages (`models`) and single modules (`policy.py`)."""
    found = [
        path
        for name in names
        for path in ((ROOT / name).rglob("*.py") if "." not in name else [ROOT / name])
    ]
    assert found, names
    return sorted(found)


def shown(path: Path) -> str:
    return str(path.relative_to(ROOT))


def imports_of(path: Path) -> Iterator[str]:
    """Every module that the file imports, with its dots: `models.events`, `flask`."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        if isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
