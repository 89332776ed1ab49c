"""A `flask work` process for tests, with a lease of seconds.

Reads DATABASE_URL, MAIL_PORT, LEASE, and BASE_URL, by whose name it greets the mail server.
"""

import os
from datetime import timedelta

from commands.work import Worker, run_until_stopped
from tests.conftest import make_app

if __name__ == "__main__":
    app = make_app(
        os.environ["DATABASE_URL"],
        base_url=os.environ["BASE_URL"],
        mail_server="127.0.0.1",
        mail_port=int(os.environ["MAIL_PORT"]),
    )
    worker = Worker(lease=timedelta(seconds=float(os.environ["LEASE"])))
    worker.stop_at_signals()
    with app.app_context():
        print("working", flush=True)
        run_until_stopped(worker)
