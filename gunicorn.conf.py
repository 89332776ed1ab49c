"""The web server. No access log: addresses of people's own pages are keys to them."""

import settings as settings_module

_settings = settings_module.from_environment()

bind = (
    f"{_settings.host}:{_settings.port}"
    if ":" not in _settings.host
    else (f"[{_settings.host}]:{_settings.port}")
)
worker_class = "gthread"
workers = _settings.web_workers
threads = _settings.web_threads
# Every worker makes its own app: no connection, lock or random state is shared across a fork.
preload_app = False
# Longer than a proxy keeps its connections, so that none is closed under a request.
keepalive = 75
timeout = 60
graceful_timeout = 10
accesslog = None
loglevel = "warning"
# The forms take 2 MiB; a request line holds an address and nothing longer.
limit_request_line = 4094
proc_name = "meydan"
