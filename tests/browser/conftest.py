"""Real browsers: Debian's Chromium, or the one that CHROMIUM names. A missing one fails."""

import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, Protocol

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, expect
from playwright.sync_api import Error as BrowserError

from models.events import Event
from queries.check_in.checkpoints import checkpoints_of
from tests import factories
from tests.at import chromium_environment, clear_up_after_chromium
from tests.browser.live import serving
from tests.conftest import app_on

_PHONE: dict[str, Any] = {
    "viewport": {"width": 390, "height": 844},
    "device_scale_factor": 2,
    "is_mobile": True,
    "has_touch": True,
}
_DESKTOP: dict[str, Any] = {"viewport": {"width": 1280, "height": 900}}

# A machine that runs many tests at once may need longer than a door waits for the server (250 ms,
# see WAITS_FOR_SERVER); what the phone then answers alone is tested where there is no network.
_SERVER_ANSWERS_IN_TIME = """{
  const later = window.setTimeout.bind(window);
  window.setTimeout = (act, after, ...more) => later(act, after === 250 ? 10_000 : after, ...more);
}"""


expect.set_options(timeout=20_000)  # ms; what is there at once is not waited for


class OpenBrowser(Protocol):
    def __call__(
        self,
        camera: Path | None = None,
        *,
        phone: bool = False,
        locale: str = "tr-TR",
        switches: Sequence[str] = (),
    ) -> Page: ...


app = pytest.fixture(params=["sqlite"])(app_on)
"""A script asks the same of the site whatever keeps its rows, and every page that it asks is tested
on both databases without a browser: here only what is marked `on_both` runs on PostgreSQL, too."""


@pytest.fixture
def live_server(app: Flask) -> Iterator[str]:
    """The address at which the test's app can be visited."""
    with serving(app) as address:
        yield address


Launch = Callable[[Sequence[str]], Browser]


@pytest.fixture(scope="session")
def launch(playwright: Playwright) -> Launch:
    def started(switches: Sequence[str]) -> Browser:
        return playwright.chromium.launch(
            executable_path=_chromium(),
            args=["--no-sandbox", *switches],
            env=chromium_environment(),
        )

    return started


@pytest.fixture(scope="session")
def usual_browser(launch: Launch) -> Iterator[Callable[[], Browser]]:
    """The running browser of all tests that start it with no switches; one that died is replaced."""
    running: list[Browser] = []

    def usual() -> Browser:
        if not running or not running[-1].is_connected():
            running.append(launch(()))
        return running[-1]

    yield usual
    for browser in running:
        with suppress(BrowserError):
            browser.close()
    clear_up_after_chromium()


@pytest.fixture
def open_browser(launch: Launch, usual_browser: Callable[[], Browser]) -> Iterator[OpenBrowser]:
    """`open_browser(film, phone=True, locale="en-GB")` is a page of somebody new: cookies, stored
    data, service workers and being offline are shared with no other page.

    At the end, no page may have broken a script or the content security policy.
    """
    opened: list[Browser | BrowserContext] = []
    broken: list[str] = []

    def open_one(
        camera: Path | None = None,
        *,
        phone: bool = False,
        locale: str = "tr-TR",
        switches: Sequence[str] = (),
    ) -> Page:
        switches = [*_camera_switches(camera), *switches]
        if switches:
            opened.append(browser := launch(switches))
        else:
            browser = usual_browser()
        context = browser.new_context(**(_PHONE if phone else _DESKTOP), locale=locale)
        opened.append(context)
        context.add_init_script(_SERVER_ANSWERS_IN_TIME)
        page = context.new_page()
        page.on("pageerror", lambda error: broken.append(str(error)))
        page.on("console", lambda said: _note_broken_policy(said.text, broken))
        return page

    yield open_one
    for one in reversed(opened):
        with suppress(BrowserError):
            one.close()
    clear_up_after_chromium()
    assert broken == []


def _note_broken_policy(said: str, broken: list[str]) -> None:
    if "Content Security Policy" in said:
        broken.append(said)


def _chromium() -> str:
    name = os.environ.get("CHROMIUM", "chromium")
    path = shutil.which(name)
    assert path, f"these tests drive a browser: install {name}, or name another one in CHROMIUM"
    return path


def _camera_switches(camera: Path | None) -> list[str]:
    if camera is None:
        return []
    return [
        "--use-fake-device-for-media-stream",
        "--use-fake-ui-for-media-stream",
        f"--use-file-for-fake-video-capture={camera}",
    ]


@pytest.fixture
def event(app: Flask) -> Event:
    return factories.event()


@pytest.fixture
def door(app: Flask, live_server: str, event: Event) -> str:
    """The address of the event's scanner."""
    return f"{live_server}/check-in/{checkpoints_of(event)[0].id}"
