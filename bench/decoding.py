"""How well and how fast the scanner's decoder reads tickets: `python -m bench.decoding`.

Pictures as a door phone sees them — turned, blurred, dark, glaring, small, noisy — are made from
real tickets by chance that comes out the same every time, and read in a real Chromium by the same
worker that the scanner uses.

The times are of one look at one frame.
"""

import base64
import logging
import os
import shutil
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from random import Random
from statistics import median
from typing import Any
from uuid import uuid4

from PIL import Image, ImageEnhance, ImageFilter, ImageOps
from playwright.sync_api import sync_playwright

from app import create_app
from bench.databases import ROOT
from lib import qr
from lib.ticket_tokens import TicketSigner, TicketToken
from settings import Settings
from tests.browser.live import serving
from tests.conftest import SETTINGS

EACH = 20
_LOOKS = {"two": 25, "four": 25}
"""How often the script looks at each picture, in turns at all of it and at parts; else five times."""
_SIZE = (1024, 768)
_READ = """async ([address, looks, pictures]) => {
  const worker = new Worker(address, { type: "module" });
  const next = () => new Promise((done) => (worker.onmessage = ({ data }) => done(data)));
  const ready = (await next()).ready;
  const found = [];
  for (const picture of pictures) {
    const image = await createImageBitmap(await (await fetch(picture)).blob());
    const canvas = new OffscreenCanvas(image.width, image.height);
    const drawing = canvas.getContext("2d", { willReadFrequently: true });
    drawing.drawImage(image, 0, 0);
    const codes = new Set(), took = [];
    for (let look = 0; look < looks; look += 1) {
      const { data, width, height } = drawing.getImageData(0, 0, image.width, image.height);
      const answer = next();
      const begun = performance.now();
      worker.postMessage({ pixels: data.buffer, width, height }, [data.buffer]);
      for (const code of (await answer).codes) codes.add(code);
      took.push(performance.now() - begun);
    }
    found.push([[...codes], took]);
  }
  worker.terminate();
  return { ready, found };
}"""


def pictures(kind: str, chance: Random) -> Iterator[tuple[set[str], Image.Image]]:
    """The texts of tickets, and pictures of them as a camera sees them."""
    signer = TicketSigner(["a secret of the bench, 32 characters and more"])
    for number in range(EACH):
        if kind == "nothing":
            yield set(), _seen(kind, Image.new("RGB", (200, 200), (200, 180, 160)), chance)
            continue
        texts = [
            signer.sign(TicketToken(number + 1, uuid4().bytes[:8]))
            for _ in range({"two": 2, "four": 4}.get(kind, 1))
        ]
        yield set(texts), _seen(kind, _sheet(texts, kind), chance)


def _sheet(texts: list[str], kind: str) -> Image.Image:
    """One ticket, or several side by side, two in a row."""
    tickets = [Image.open(BytesIO(qr.png(text))).convert("RGB") for text in texts]
    side = tickets[0].width
    columns = min(2, len(tickets))
    sheet = Image.new("RGB", (side * columns, side * -(-len(tickets) // columns)), (255,) * 3)
    for at, ticket in enumerate(tickets):
        sheet.paste(ticket, (at % columns * side, at // columns * side))
    return ImageOps.invert(sheet) if kind == "inverted" else sheet


def _seen(kind: str, ticket: Image.Image, chance: Random) -> Image.Image:
    side = {"small": 130, "far": 105, "two": 560, "four": 700}.get(kind, chance.randint(240, 420))
    size = (side, side * ticket.height // ticket.width)
    ticket = ticket.resize(size, Image.Resampling.LANCZOS)
    angle = chance.uniform(-180, 180) if kind == "turned" else chance.uniform(-8, 8)
    ticket = ticket.convert("RGBA").rotate(angle, expand=True, resample=Image.Resampling.BICUBIC)
    table = Image.new("RGB", _SIZE, (chance.randint(60, 190),) * 3)
    left, top = (max(0, room - own) for room, own in zip(_SIZE, ticket.size, strict=True))
    table.paste(ticket, (chance.randint(0, left), chance.randint(0, top)), ticket)
    if kind == "blurred":
        return table.filter(ImageFilter.GaussianBlur(chance.uniform(1.5, 3)))
    if kind == "dark":
        return ImageEnhance.Brightness(table).enhance(chance.uniform(0.08, 0.2))
    if kind == "glare":
        light = Image.new("L", _SIZE, 0).resize((8, 6))
        light.putpixel((chance.randint(1, 6), chance.randint(1, 4)), 150)
        shine = light.resize(_SIZE, Image.Resampling.BICUBIC)
        table.paste((255, 255, 255), (0, 0), shine)
    if kind == "noisy":
        noise = Image.effect_noise(_SIZE, 90).convert("RGB")
        return Image.blend(table, noise, 0.35)
    return table


def _address_of(picture: Image.Image) -> str:
    out = BytesIO()
    picture.save(out, "JPEG", quality=80)
    return f"data:image/jpeg;base64,{base64.b64encode(out.getvalue()).decode()}"


def measure(kinds: list[str], block_wasm: bool) -> dict[str, Any]:
    app = create_app(Settings(**{**SETTINGS, "database_url": "sqlite://"}))
    rows: dict[str, Any] = {}
    with serving(app) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which(os.environ.get("CHROMIUM", "chromium")),
            args=["--no-sandbox"],
        )
        context = browser.new_context(bypass_csp=True, service_workers="block")
        if block_wasm:
            context.route("**/*.wasm", lambda route: route.abort())
        page = context.new_page()
        page.goto(f"{address}/check-in/shell")
        decoder = f"/static/{app.config['STATIC_MARK']}/js/check_in/decoder.js"
        for kind in kinds:
            shown = list(pictures(kind, Random(kind)))
            looks = _LOOKS.get(kind, 5) if block_wasm else 1
            answer = page.evaluate(
                _READ, [decoder, looks, [_address_of(seen) for _, seen in shown]]
            )
            texts = [text for text, _ in shown]
            read = [set(found) for found, _ in answer["found"]]
            took = sorted(ms for _, times in answer["found"] for ms in times)
            wrong = sum(len(r - t) for t, r in zip(texts, read, strict=True))
            rows[kind] = {
                "reader": answer["ready"],
                "of": sum(len(text) for text in texts),
                "wrong": wrong,
                "read": sum(len(t & r) for t, r in zip(texts, read, strict=True)),
                "p50": median(took),
                "p95": took[len(took) * 95 // 100],
            }
        browser.close()
    return rows


def main() -> None:
    logging.getLogger("werkzeug").disabled = True
    assert Path.cwd() == ROOT, "run it from the project's folder"
    kinds = ["plain", "turned", "small", "far", "blurred", "dark", "glare", "noisy"]
    kinds += ["two", "four", "inverted", "nothing"]
    for block_wasm in (False, True):
        print("\n| frames of 1024 × 768 | reader | read | wrong | half within | 95 % within |")
        print("|---|---|---:|---:|---:|---:|")
        for kind, row in measure(kinds, block_wasm).items():
            print(
                f"| {kind} | {row['reader']} | {row['read']} of {row['of']} | {row['wrong']} "
                f"| {row['p50']:.1f} ms | {row['p95']:.1f} ms |"
            )
        sys.stdout.flush()


if __name__ == "__main__":
    main()
