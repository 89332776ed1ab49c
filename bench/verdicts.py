"""From a code that was read to the answer on the screen: `python -m bench.verdicts`.

A real Chromium at the scanner of a real server, with a network and without, at last with thousands
of readings that wait to be sent; the time runs from the moment at which the code is handed over to
the moment at which the verdict stands on the screen.
"""

import os
import shutil
from pathlib import Path
from statistics import median

from playwright.sync_api import Page, sync_playwright

from bench.__main__ import site
from bench.databases import each_database
from tests.browser.scanner import QUEUE_READINGS

READINGS = 100
WAITING = 5_000
_TYPE = """async ([code]) => {
  const verdict = document.querySelector("#verdict");
  const field = document.querySelector("#door-code");
  verdict.click();
  field.value = code;
  const shown = new Promise((done) => {
    const watch = new MutationObserver(() => {
      if (verdict.hidden || !verdict.className.includes("verdict--full")) return;
      watch.disconnect();
      requestAnimationFrame(() => done(performance.now()));
    });
    watch.observe(verdict, { attributes: true });
  });
  const begun = performance.now();
  document.querySelector("#typed").requestSubmit();
  return (await shown) - begun;
}"""


def measure(page: Page, codes: list[str]) -> tuple[float, float]:
    took = []
    for code in codes:
        took.append(page.evaluate(_TYPE, [code]))
        page.wait_for_timeout(30)
    took.sort()
    return median(took), took[len(took) * 95 // 100]


def _rows(url: str, folder: Path) -> dict[str, tuple[float, float]]:
    with site(url, folder) as (port, prepared, _server), sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which(os.environ.get("CHROMIUM", "chromium")),
            args=["--no-sandbox"],
        )
        page = browser.new_page()
        page.goto(f"http://127.0.0.1:{port}/check-in/pairing#{prepared.pairing_code}")
        page.wait_for_selector("html[data-offline=ready]", state="attached")
        page.wait_for_function("() => document.querySelector('#door-event').textContent")
        online = measure(page, prepared.codes[:READINGS])
        page.context.set_offline(True)
        offline = measure(page, prepared.codes[READINGS : 2 * READINGS])
        page.evaluate(QUEUE_READINGS, [int(page.url.rpartition("/")[2]), WAITING])
        page.reload()
        page.wait_for_function("() => document.querySelector('#door-event').textContent")
        queued = measure(page, prepared.codes[2 * READINGS : 3 * READINGS])
        browser.close()
    return {
        "with a network": online,
        "without a network": offline,
        f"without, while {WAITING} readings wait": queued,
    }


def main() -> None:
    print("| from the code to the verdict | database | half within | 95 % within |")
    print("|---|---|---:|---:|")
    for name, url, folder in each_database():
        _print(name, _rows(url, folder))


def _print(database: str, rows: dict[str, tuple[float, float]]) -> None:
    for name, (half, most) in rows.items():
        print(f"| {name} | {database} | {half:.0f} ms | {most:.0f} ms |", flush=True)


if __name__ == "__main__":
    main()
