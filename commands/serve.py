import ctypes
import os
import signal
import socket
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from threading import Event
from time import sleep
from types import FrameType

import click
from flask import Flask, current_app
from flask_migrate import upgrade

from commands.demo import load_into_empty_database, sign_in_text
from demo.programme import is_empty
from extensions import db
from settings import Settings

_ROOT = Path(__file__).parents[1]
_PATIENCE = 15  # seconds that a child has for ending by itself
_DIE_WITH_PARENT = 1  # prctl(2): PR_SET_PDEATHSIG


def register(app: Flask) -> None:
    """Add the commands of this module."""
    app.cli.add_command(serve)


@click.command("serve")
def serve() -> None:
    """Migrate, load the demonstration into an empty database, start the site and its worker."""
    settings: Settings = current_app.config["SETTINGS"]
    _refuse_taken_port(settings)
    os.umask(0o077)  # the database and the sign-in are for the owner alone
    upgrade(str(_ROOT / "migrations"))
    _load_demonstration(settings)
    click.echo(f"\nMeydan: {_address(settings)}\n\n{sign_in_text()}\nCtrl-C stops it.")
    sys.stdout.flush()
    sys.exit(_run_until_stopped())


def _load_demonstration(settings: Settings) -> None:
    if not settings.in_production and is_empty():
        click.echo("The database is empty: loading the demonstration programme …")
        load_into_empty_database()
    db.session.remove()
    db.engine.dispose()


def _run_until_stopped() -> int:
    """The exit code: 0 if someone stopped us, else that of the child that ended first."""
    stop = Event()

    def ask_to_stop(_signal: int, _frame: FrameType | None) -> None:
        stop.set()

    for signal_number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(signal_number, ask_to_stop)
    children: dict[str, subprocess.Popen[bytes]] = {}
    try:
        children["The web server"] = _start(["gunicorn", "app:create_app()"])
        children["The worker"] = _start(["flask", "work"])
        while not stop.is_set():
            for name, child in children.items():
                if child.poll() is not None:
                    click.echo(f"{name} ended by itself; stopping the rest.", err=True)
                    return child.returncode or 1
            sleep(0.2)
    finally:
        _stop(list(children.values()))
    return 0


def _start(arguments: list[str]) -> subprocess.Popen[bytes]:
    """Start a child in a group of its own: Ctrl-C reaches us alone, and we end the group."""
    return subprocess.Popen(  # noqa: S603 - our own programs
        [sys.executable, "-m", *arguments],
        cwd=_ROOT,
        start_new_session=True,
        preexec_fn=_end_with_parent if sys.platform == "linux" else None,  # noqa: PLW1509
    )


def _end_with_parent() -> None:
    """Ask the system to end the child with us, even if we are killed."""
    ctypes.CDLL(None).prctl(_DIE_WITH_PARENT, signal.SIGTERM)


def _stop(children: list[subprocess.Popen[bytes]]) -> None:
    for child in children:
        _signal_group(child, signal.SIGTERM)
    for child in children:
        with suppress(subprocess.TimeoutExpired):
            child.wait(_PATIENCE)
        _signal_group(child, signal.SIGKILL)
        child.wait()


def _signal_group(child: subprocess.Popen[bytes], signal_number: int) -> None:
    """Send a signal to the group, which may outlive its first process; no group is no fault."""
    with suppress(ProcessLookupError):
        os.killpg(child.pid, signal_number)


def _refuse_taken_port(settings: Settings) -> None:
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, settings.port))
        except OSError as error:
            raise click.ClickException(
                f"Cannot listen on {settings.host}:{settings.port} ({error.strerror}). "
                "Set PORT to another number, or HOST to an address of this machine."
            )


def _address(settings: Settings) -> str:
    shown = "127.0.0.1" if settings.host in ("0.0.0.0", "::") else settings.host  # noqa: S104
    return f"http://{f'[{shown}]' if ':' in shown else shown}:{settings.port}/"
