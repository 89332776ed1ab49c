"""The web server. No access log: addresses of people's own pages are keys to them."""

from contextlib import suppress
from pathlib import Path

import settings as settings_module
from blueprints.base.static_files import write_compressed_copies

_settings = settings_module.from_environment()

bind = (
    f"{_settings.host}:{_settings.port}"
    if ":" not in _settings.host
    else (f"[{_settings.host}]:{_settings.port}")
)
# Slow clients keep no thread (decision 16).
worker_class = "lib.whole_requests.WholeRequests"
workers = _settings.web_workers
threads = _settings.web_threads
# Every worker makes its own app: no connection, lock or random state is shared across a fork.
preload_app = False
# Longer than a proxy keeps its connections, so that none is closed under a request.
keepalive = 75
timeout = 60
graceful_timeout = 10
accesslog = None
loglevel = "error"
proc_name = "meydan"


def on_starting(_server: object) -> None:
    """Before the first worker looks at the files. A folder that is read-only stays as it is."""
    with suppress(OSError):
        write_compressed_copies(Path(__file__).parent / "static")
