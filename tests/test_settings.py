"""Settings that cannot work are refused at the start, with what to mend."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from flask import request

import settings
from settings import BadSettings, new_field_key
from tests.conftest import make_app

GOOD_SECRET = "kT3v9_wQ1z-Lr7xY2mB8nD5sF4hJ6pA0cE"


@pytest.fixture
def environment(monkeypatch, tmp_path):
    """Sets variables in an environment that has none of ours."""
    monkeypatch.setattr(settings, "INSTANCE", tmp_path / "instance")
    for name in ("DATABASE_URL", "SECRET_KEY", "ENVIRONMENT", "PORT", "HOST", "BASE_URL"):
        monkeypatch.delenv(name, raising=False)

    def given(**values: str):
        for name, value in values.items():
            monkeypatch.setenv(name, value)
        return settings.from_environment()

    return given


def test_nothing_has_to_be_set(environment, tmp_path):
    made = environment()
    assert made.base_url == "http://localhost:8000"
    assert str(tmp_path) in made.database_url
    kept = tmp_path / "instance" / "secret_key"
    assert kept.stat().st_mode & 0o777 == 0o600
    assert len(made.secret_key) >= 32
    assert environment().secret_key == made.secret_key, "made once"


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"ENVIRONMENT": "live"}, "ENVIRONMENT"),
        ({"ENVIRONMENT": "production"}, "SECRET_KEY"),
        ({"ENVIRONMENT": "production", "SECRET_KEY": "changeme"}, "SECRET_KEY"),
        ({"ENVIRONMENT": "production", "SECRET_KEY": "a" * 64}, "SECRET_KEY"),
        (
            {
                "ENVIRONMENT": "production",
                "SECRET_KEY": GOOD_SECRET,
                "SECRET_KEY_FALLBACKS": "weak",
            },
            "SECRET_KEY",
        ),
        ({"ENVIRONMENT": "production", "SECRET_KEY": GOOD_SECRET}, "FIELD_KEYS"),
        ({"FIELD_KEYS": "short"}, "FIELD_KEYS"),
        ({"SECOND_FACTOR": "perhaps"}, "SECOND_FACTOR"),
        ({"AUDIT_WITNESSES": "nobody"}, "AUDIT_WITNESSES"),
        ({"PORT": "http"}, "PORT"),
        ({"PORT": "70000"}, "PORT"),
        ({"WEB_WORKERS": "0"}, "WEB_WORKERS"),
        ({"BASE_URL": "meydan.example.org"}, "BASE_URL"),
        ({"DEFAULT_LOCALE": "de"}, "DEFAULT_LOCALE"),
        ({"TIMEZONE": "Ankara"}, "TIMEZONE"),
        ({"MAIL_USE_TLS": "perhaps"}, "MAIL_USE_TLS"),
    ],
)
def test_what_cannot_work_is_refused_by_name(environment, values, said):
    with pytest.raises(BadSettings, match=said):
        environment(**values)


def test_production_starts_with_a_good_secret_and_a_field_key(environment):
    made = environment(ENVIRONMENT="production", SECRET_KEY=GOOD_SECRET, FIELD_KEYS=new_field_key())
    assert made.in_production and made.second_factor_required


def test_production_never_debugs(tmp_path, monkeypatch):
    monkeypatch.setenv("FLASK_DEBUG", "1")
    url = f"sqlite:///{tmp_path / 'none.sqlite'}"
    assert make_app(url).debug
    assert not make_app(url, environment="production").debug


def test_secrets_stand_in_no_printed_settings(environment):
    shown = repr(environment(SECRET_KEY=GOOD_SECRET, MAIL_PASSWORD="pass on nothing"))
    assert GOOD_SECRET not in shown and "pass on nothing" not in shown


@pytest.mark.parametrize(
    ("trusted", "seen"), [(0, "127.0.0.1"), (1, "203.0.113.9"), (2, "203.0.113.7")]
)
def test_an_address_is_believed_from_trusted_proxies_only(tmp_path, trusted, seen):
    app = make_app(f"sqlite:///{tmp_path / 'proxies.sqlite'}", trusted_proxies=trusted)
    app.add_url_rule("/who", view_func=lambda: f"{request.remote_addr} {request.scheme}")
    forwarded = {"X-Forwarded-For": "203.0.113.7, 203.0.113.9", "X-Forwarded-Proto": "https, https"}
    answer = app.test_client().get("/who", headers=forwarded).text
    assert answer == f"{seen} {'https' if trusted else 'http'}"


def test_a_start_that_is_refused_ends_with_one_sentence(tmp_path):
    ended = subprocess.run(
        [sys.executable, "-m", "flask", "serve"],
        cwd=Path(settings.__file__).parent,
        env={**os.environ, "INSTANCE_FOLDER": str(tmp_path), "PORT": "seventy"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 1
    assert ended.stderr == "PORT must be a number\n"
