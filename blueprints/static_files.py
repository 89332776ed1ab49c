"""Style sheets, scripts and pictures: compressed where the server made copies, kept by browsers."""

from pathlib import Path

from flask import Flask
from whitenoise import WhiteNoise
from whitenoise.compress import Compressor

_A_YEAR = 365 * 24 * 3600
_COPY = ".gz"


def init_app(app: Flask) -> None:
    _drop_stale_copies(Path(app.static_folder or ""))
    app.wsgi_app = WhiteNoise(  # type: ignore[method-assign]
        app.wsgi_app,
        root=app.static_folder,
        prefix="static/",
        max_age=_A_YEAR,
        autorefresh=app.debug,
    )


def write_compressed_copies(folder: Path) -> None:
    """Beside each file its .gz, with the same time; WhiteNoise sends it to whoever takes it.

    Brotli would save another seventh and take ten seconds of the first start.
    """
    compressor = Compressor(use_brotli=False, quiet=True)
    for path in folder.rglob("*"):
        if path.is_file() and compressor.should_compress(path.name) and not _has_copy(path):
            compressor.compress(str(path))


def _drop_stale_copies(folder: Path) -> None:
    """Nobody gets yesterday's style sheet because its copy was made before the change."""
    for copy in folder.rglob(f"*{_COPY}"):
        source = copy.with_suffix("")
        if not source.exists() or not _has_copy(source):
            copy.unlink(missing_ok=True)


def _has_copy(path: Path) -> bool:
    copy = path.with_name(path.name + _COPY)
    return copy.exists() and int(copy.stat().st_mtime) == int(path.stat().st_mtime)
