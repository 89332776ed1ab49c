"""systemd reads our units without a word, and finds them well shut."""

import shutil
import subprocess

import pytest

from tests.house.source import ROOT

UNITS = ("meydan-web.service", "meydan-worker.service")

pytestmark = pytest.mark.skipif(
    shutil.which("systemd-analyze") is None, reason="make test installs systemd-analyze"
)


def analyzed(*arguments):
    words = ["systemd-analyze", *arguments]
    return subprocess.run(words, check=False, capture_output=True, text=True)  # noqa: S603


@pytest.fixture
def site(tmp_path):
    """Gives a unit as if /srv/meydan were a folder of ours, where the programs are."""
    programs = tmp_path / ".venv/bin"
    programs.mkdir(parents=True)
    for name in ("gunicorn", "flask"):
        (programs / name).write_text("#!/bin/sh\n")
        (programs / name).chmod(0o755)

    def unit(name, *, change=("", "")):
        text = (ROOT / "deploy" / name).read_text("utf-8").replace(*change)
        copy = tmp_path / name
        copy.write_text(text.replace("/srv/meydan", str(tmp_path)))
        return str(copy)

    return unit


@pytest.mark.parametrize("name", UNITS)
def test_systemd_finds_nothing_to_say(site, name):
    found = analyzed("verify", "--man=no", site(name))
    assert (found.returncode, found.stderr) == (0, "")


@pytest.mark.parametrize(
    "fault",
    [
        ("Restart=always", "Restart=allways"),
        ("NoNewPrivileges=", "NoNewPrivilege="),
        ("/.venv/bin/gunicorn", "/bin/gunicorn"),
    ],
)
def test_a_fault_is_found(site, fault):
    """The twin: each of these makes systemd speak."""
    assert analyzed("verify", "--man=no", site("meydan-web.service", change=fault)).stderr


@pytest.mark.parametrize("name", UNITS)
def test_what_is_open_to_it_is_little(site, name):
    """systemd's own measure: 10 is everything; a unit that says nothing has 9.6."""
    found = analyzed("security", "--offline=yes", "--threshold=20", site(name))
    assert found.returncode == 0, found.stdout.splitlines()[-1]


def test_both_units_are_shut_alike():
    def doors(name):
        lines = (ROOT / "deploy" / name).read_text("utf-8").splitlines()
        return lines[lines.index("UMask=0077") :]

    assert doors(UNITS[0]) == doors(UNITS[1])


@pytest.mark.parametrize("name", UNITS)
def test_the_programs_history_is_out_of_its_reach(name):
    """The folder was cloned; whoever gets in reads nothing of how it came to be."""
    assert "\nInaccessiblePaths=-/srv/meydan/.git\n" in (ROOT / "deploy" / name).read_text("utf-8")
