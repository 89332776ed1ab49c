"""The example of settings: read alike by a shell and by systemd, and enough to start in production."""

import re
import subprocess
import sys

from settings import new_field_key
from tests.house.source import ROOT

EXAMPLE = (ROOT / "deploy/environment.example").read_text("utf-8")
FILLED = {"SECRET_KEY": "0123456789abcdef" * 3, "FIELD_KEYS": new_field_key()}
SHOW = "import os, sys; sys.path.insert(0, '.'); import settings; print({})"


def sourced(tmp_path, shown):
    """What the settings are once a shell has read the example, with the secrets filled in."""
    text = EXAMPLE
    for name, value in FILLED.items():
        text = text.replace(f"{name}=\n", f"{name}={value}\n")
    (tmp_path / "example").write_text(text)
    script = f'set -a; . {tmp_path}/example; exec {sys.executable} -c "$0"'
    run = ["sh", "-c", script, SHOW.format(shown)]
    answer = subprocess.run(run, cwd=ROOT, env={}, capture_output=True, text=True, check=False)  # noqa: S603
    return answer.stdout.strip() or answer.stderr.strip()


def test_it_starts_a_site_in_production(tmp_path):
    shown = "[(s.in_production, s.mail_default_sender, s.second_factor) for s in [settings.from_environment()]]"
    assert sourced(tmp_path, shown) == "[(True, 'Meydan <meydan@example.org>', 'required')]"


def test_without_the_secrets_it_says_what_to_fill_in(tmp_path, monkeypatch):
    for name, said in (
        ("FIELD_KEYS", "FIELD_KEYS must be set"),
        ("SECRET_KEY", "SECRET_KEY must be"),
    ):
        monkeypatch.delitem(FILLED, name)
        assert said in sourced(tmp_path, "settings.from_environment()")


def test_each_of_its_settings_is_explained():
    named = re.findall(r"^([A-Z_]+)=", EXAMPLE, re.MULTILINE)
    documented = (ROOT / "docs/settings.md").read_text("utf-8")
    assert [name for name in named if f"| `{name}` |" not in documented] == []
