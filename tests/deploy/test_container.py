"""The recipe of the image and the compose file: each step and command, by an ordinary user in a clean
folder. What is not tried is the building of an image itself."""

import json
import os
import re
import shutil
import signal
import tempfile
import time
from http.client import HTTPConnection
from pathlib import Path

import pytest
import yaml

from settings import new_field_key
from tests.commands.conftest import free_port
from tests.databases import fresh_database
from tests.deploy.recipe import Recipe, context
from tests.house.source import ROOT
from tests.turns import PATIENCE

pytestmark = [
    pytest.mark.race,
    pytest.mark.skipif(os.geteuid() != 0, reason="needs to become an ordinary user"),
]
COMPOSE = yaml.safe_load((ROOT / "deploy/compose.yaml").read_text("utf-8"))
SERVICES = COMPOSE["services"]


@pytest.fixture(scope="module")
def image():
    """What the recipe makes. Not in pytest's own folder, which is closed to others."""
    folder = Path(tempfile.mkdtemp(prefix="meydan-image-"))
    folder.chmod(0o755)
    try:
        recipe = Recipe(folder)
        recipe.follow()
        yield recipe
    finally:
        shutil.rmtree(folder)


@pytest.fixture
def environment(image, server_of_databases):
    """What .env and the compose file give to every service, with a database of ours."""
    example = (ROOT / "deploy/environment.example").read_text("utf-8")
    given = dict(line.split("=", 1) for line in example.splitlines() if "=" in line[:30])
    given.update(SECRET_KEY="0123456789abcdef" * 3, FIELD_KEYS=new_field_key())
    with fresh_database(server_of_databases) as url:
        own = dict(SERVICES["web"]["environment"], DATABASE_URL=open_to_all(url, image.root))
        own["INSTANCE_FOLDER"] = image.environment[own_folder(own)]
        yield {**given, **own, "PORT": str(free_port())}


def open_to_all(url, folder):
    """The server's socket lies in a folder that is closed to others: a second name for it."""
    head, found, socket_folder = url.partition("host=")
    if found:
        shutil.rmtree(folder / "socket", ignore_errors=True)
        (folder / "socket").mkdir()
        name = ".s.PGSQL.5432"
        os.link(Path(socket_folder) / name, folder / "socket" / name)
    return f"{head}{found}{folder / 'socket'}" if found else url


def own_folder(environment):
    """The same folder in the image and in the compose file."""
    steps = [said for name, said in Recipe(Path("/")).steps if name == "ENV"]
    assert f"INSTANCE_FOLDER={environment['INSTANCE_FOLDER']}" in steps[0]
    return "INSTANCE_FOLDER"


def test_only_the_making_of_user_and_folders_needs_root(image):
    assert len(image.left_out) == 1
    assert re.match("adduser --system .* && install -d ", image.left_out[0])


def test_the_image_holds_compressed_files_and_no_tests(image):
    assert (image.folder / "static/css/site.css.gz").exists()
    assert not (image.folder / "tests").exists()


def test_the_services_start_answer_write_their_log_and_stop(image, environment):
    assert image.command == SERVICES["web"]["command"]
    tables = image.run(SERVICES["tables"]["command"], **environment)
    output, _ = tables.communicate(timeout=PATIENCE)
    assert tables.returncode == 0, output
    web = image.run(SERVICES["web"]["command"], **environment)
    worker = image.run(SERVICES["worker"]["command"], **environment)
    try:
        wait_for(int(environment["PORT"]), web)
        check = SERVICES["web"]["healthcheck"]["test"][1:]
        check = [
            word.replace("127.0.0.1:8000", f"127.0.0.1:{environment['PORT']}") for word in check
        ]
        healthy = image.run(check, **environment)
        output, _ = healthy.communicate(timeout=PATIENCE)
        assert healthy.returncode == 0, output
        wait_for_a_round(int(environment["PORT"]), worker)
    finally:
        for process in (web, worker):
            process.send_signal(signal.SIGTERM)
    logs = [process.communicate(timeout=PATIENCE)[0] for process in (web, worker)]
    assert [process.returncode for process in (web, worker)] == [0, 0], logs
    lines = [json.loads(line) for log in logs for line in log.splitlines()]
    assert "/readyz" in {line.get("route") for line in lines}
    assert [line for line in lines if line["level"] == "error"] == []


def wait_for_a_round(port, worker):
    """Until the worker has done its duties once: the web server's figures say so."""
    end = time.monotonic() + PATIENCE
    while 'meydan_duty_failed{duty="outbox"}' not in read(port, "/metrics"):
        assert worker.poll() is None and time.monotonic() < end
        time.sleep(0.2)


def read(port, path):
    connection = HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    connection.request("GET", path)
    text = connection.getresponse().read().decode()
    connection.close()
    return text


def wait_for(port, process):
    end = time.monotonic() + PATIENCE
    while True:
        assert process.poll() is None, process.communicate()[0]
        assert time.monotonic() < end
        try:
            connection = HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
            connection.request("GET", "/healthz")
            assert connection.getresponse().status == 200
            connection.close()
            return
        except OSError:
            time.sleep(0.1)


def test_services_of_ours_share_one_image_and_write_nowhere_but_their_folder():
    for name in ("tables", "web", "worker"):
        service = SERVICES[name]
        assert service["build"] == {"context": "..", "dockerfile": "deploy/Containerfile"}
        assert service["read_only"] and service["cap_drop"] == ["ALL"]
    assert SERVICES["web"]["ports"] == ["127.0.0.1:8000:8000"]
    assert "ports" not in SERVICES["database"]
    assert set(COMPOSE["volumes"]) == {"database", "instance"}


def test_git_tells_what_goes_into_the_image(image):
    """Nothing that lies about beside the files, such as somebody's instance/."""
    kept = {path.name for path in image.folder.iterdir()}
    assert kept - {".venv", "__pycache__"} == {name.split("/")[0] for name in context()}
    assert not {"instance", ".git", "tests"} & kept
