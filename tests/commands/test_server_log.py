"""What fails in the web server itself is logged without the address: it may be a key to a page."""

import os
import subprocess
import sys
import time
from http.client import HTTPConnection, HTTPException, IncompleteRead

import pytest

from tests.commands.conftest import free_port
from tests.house.source import ROOT
from tests.turns import PATIENCE

pytestmark = pytest.mark.race

SECRET = "a-secret-token"


@pytest.fixture
def server(tmp_path):
    """Gunicorn with our settings before a site that always fails; its port and its log."""
    port, log = free_port(), tmp_path / "log"
    with log.open("w") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", "tests.commands.failing_site:app"],
            cwd=ROOT,
            env={
                **os.environ,
                "PORT": str(port),
                "INSTANCE_FOLDER": str(tmp_path),
                "WEB_WORKERS": "1",
            },
            stdout=output,
            stderr=output,
        )
    yield port, log
    process.terminate()
    process.wait(PATIENCE)


def ask(port, path):
    end = time.monotonic() + PATIENCE
    while True:
        connection = HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
        try:
            connection.request("GET", path)
            answer = connection.getresponse()
            answer.read()
            return answer.status
        except ConnectionRefusedError:
            assert time.monotonic() < end
            time.sleep(0.1)
        except (IncompleteRead, HTTPException, OSError):
            return None
        finally:
            connection.close()


def test_a_failure_is_logged_with_its_kind_and_place_alone(server):
    port, log = server
    assert ask(port, f"/registrations/{SECRET}?email=isil@example.org") == 500
    ask(port, f"/later/{SECRET}")
    end = time.monotonic() + PATIENCE
    while log.read_text().count("ValueError") < 2 and time.monotonic() < end:
        time.sleep(0.1)
    logged = log.read_text()
    assert logged.count("A request failed in the server: ValueError") == 2, logged
    assert "failing_site.py" in logged
    assert SECRET not in logged and "isil" not in logged
