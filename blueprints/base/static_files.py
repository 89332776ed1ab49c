"""Style sheets, scripts and pictures: compressed where the server made copies, kept by browsers.

Every page names one mark of all static files in its addresses, `/static/<mark>/js/page.js`. A
script's imports, a style sheet's fonts and a worker's WebAssembly are relative to it, so that no
browser ever mixes the files of two releases.
"""

from hashlib import sha256
from pathlib import Path
from typing import Any
from wsgiref.headers import Headers

from flask import Flask
from whitenoise import WhiteNoise
from whitenoise.compress import Compressor

from blueprints.base.headers import SECURITY_HEADERS, with_webassembly

_A_YEAR = 365 * 24 * 3600
_COPY = ".gz"
_POLICY = "Content-Security-Policy"


class _Files(WhiteNoise):  # type: ignore[misc]
    """Says the policy of a script in a 304, too: browsers put it in place of the one they keep."""

    def get_static_file(self, path: str, *rest: Any, **more: Any) -> Any:
        file = super().get_static_file(path, *rest, **more)
        sent = Headers([])
        _add_policy(sent, path)
        file.not_modified_response.headers.extend(sent.items())
        return file


def _add_policy(sent: Headers, path: str, _address: str = "") -> None:
    """A script may run our WebAssembly, as the scanner's worker does."""
    if path.endswith(".js"):
        sent[_POLICY] = with_webassembly(SECURITY_HEADERS[_POLICY])


def init_app(app: Flask) -> None:
    folder = Path(app.static_folder or "")
    _drop_stale_copies(folder)
    app.config["STATIC_MARK"] = mark = _mark_of(folder)

    for prefix, max_age in (("static", 0), (f"static/{mark}", _A_YEAR)):
        app.wsgi_app = _Files(  # type: ignore[method-assign]
            app.wsgi_app,
            root=folder,
            prefix=prefix,
            max_age=max_age,
            autorefresh=app.debug,
            add_headers_function=_add_policy,
            allow_all_origins=False,
        )


def write_compressed_copies(folder: Path) -> None:
    """Write a .gz beside each file, with the same time; WhiteNoise sends it to who accepts it.

    Brotli would save another seventh and take ten seconds of the first start.
    """
    compressor = Compressor(use_brotli=False, quiet=True)
    for path in folder.rglob("*"):
        if path.is_file() and compressor.should_compress(path.name) and not _has_copy(path):
            compressor.compress(str(path))


def _mark_of(folder: Path) -> str:
    """A fingerprint of all files: it changes when the content of any of them does."""
    digest = sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.suffix != _COPY:
            digest.update(str(path.relative_to(folder)).encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()[:10]


def _drop_stale_copies(folder: Path) -> None:
    """Delete copies whose file has changed or is gone, so that nobody gets an old style sheet."""
    for copy in folder.rglob(f"*{_COPY}"):
        source = copy.with_suffix("")
        if not source.exists() or not _has_copy(source):
            copy.unlink(missing_ok=True)


def _has_copy(path: Path) -> bool:
    copy = path.with_name(path.name + _COPY)
    return copy.exists() and int(copy.stat().st_mtime) == int(path.stat().st_mtime)
