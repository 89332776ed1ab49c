"""Films for Chromium's pretended camera: what is held before a phone, for how long."""

from collections.abc import Iterable
from io import BytesIO
from pathlib import Path

import qrcode
from PIL import Image, ImageOps

FRAMES_A_SECOND = 30  # as Chromium plays it
_SIZE = (640, 480)


def film(path: Path, scenes: Iterable[tuple[bytes | None, float]]) -> Path:
    """An endless film of pictures (PNG, or None for an empty table) and their seconds."""
    with path.open("wb") as file:
        for picture, seconds in scenes:
            file.write(_frame(picture) * round(seconds * FRAMES_A_SECOND))
    return path


def film_of(path: Path, picture: bytes) -> Path:
    """One picture, held still."""
    return film(path, [(picture, 1)])


def sheet(*pictures: bytes) -> bytes:
    """Pictures side by side on white paper that fills the frame."""
    paper = Image.new("RGB", _SIZE, (255, 255, 255))
    side = _SIZE[0] // len(pictures)
    for at, picture in enumerate(pictures):
        code = Image.open(BytesIO(picture)).convert("RGB").resize((side, side))
        paper.paste(code, (at * side, (_SIZE[1] - side) // 2))
    return _png(paper)


def inverted(picture: bytes) -> bytes:
    """Light on dark."""
    return _png(ImageOps.invert(Image.open(BytesIO(picture)).convert("RGB")))


def foreign_code(text: str) -> bytes:
    """A QR code that is no ticket's."""
    return _png(qrcode.make(text).convert("RGB"))


def _png(picture: Image.Image) -> bytes:
    out = BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()


def _frame(picture: bytes | None) -> bytes:
    frame = Image.new("RGB", _SIZE, (96, 96, 96))
    if picture is not None:
        seen = Image.open(BytesIO(picture)).convert("RGB")
        held = seen if seen.size == _SIZE else seen.resize((380, 380))
        frame.paste(held, ((_SIZE[0] - held.width) // 2, (_SIZE[1] - held.height) // 2))
    out = BytesIO()
    frame.save(out, "JPEG", quality=85)
    return out.getvalue()
