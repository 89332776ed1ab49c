"""The web server. No access log: addresses of people's own pages are keys to them."""

import logging
import os
from contextlib import suppress
from pathlib import Path

import settings as settings_module
from blueprints.base.static_files import write_compressed_copies
from lib import log_lines
from lib.request_figures import share_figures

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
control_socket_disable = True  # nobody steers it by a file in the home folder


_FIGURES = settings_module.INSTANCE / "metrics"


def on_starting(_server: object) -> None:
    """Before the first worker looks at the files. A folder that is read-only stays as it is."""
    with suppress(OSError):
        write_compressed_copies(Path(__file__).parent / "static")
    if _settings.in_production:
        for handler in logging.getLogger("gunicorn.error").handlers:
            handler.setFormatter(log_lines.JsonLines())


def post_fork(_server: object, _worker: object) -> None:
    """Before the worker makes its app."""
    if share_figures(_FIGURES) is not None:
        os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(_FIGURES)
