"""Films for Chromium's pretended camera: what is held before a phone, for how long."""

from collections.abc import Iterable
from io import BytesIO
from pathlib import Path

from PIL import Image

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


def _frame(picture: bytes | None) -> bytes:
    frame = Image.new("RGB", _SIZE, (96, 96, 96))
    if picture is not None:
        ticket = Image.open(BytesIO(picture)).convert("RGB").resize((380, 380))
        frame.paste(ticket, ((_SIZE[0] - 380) // 2, (_SIZE[1] - 380) // 2))
    out = BytesIO()
    frame.save(out, "JPEG", quality=85)
    return out.getvalue()
