"""QR codes as PNG and SVG. Computing one takes some 20 ms, so the last 512 are kept."""

from functools import lru_cache
from io import BytesIO
from typing import Literal

import qrcode
from PIL import Image
from qrcode.constants import ERROR_CORRECT_M
from qrcode.util import QRData

# Mode indicators of ISO/IEC 18004.
_ALPHANUMERIC: Literal[2] = 2
_BYTES: Literal[4] = 4
_ANY_MASK = 3
QUIET_ZONE = 4  # modules, as ISO/IEC 18004 asks


Modules = tuple[tuple[bool, ...], ...]


@lru_cache(maxsize=512)
def modules(text: str, *, mask: int | None = None) -> Modules:
    """The dark (True) and light modules of an alphanumeric text, with the quiet zone.

    `mask`: one of the eight masks; None: all are tried and the most even picture is taken.
    """
    return _computed(text, _ALPHANUMERIC, mask)


def png(text: str, *, scale: int = 8) -> bytes:
    """A black on white PNG, `scale` pixels a module."""
    rows = modules(text)
    picture = Image.new("1", (len(rows), len(rows)), 1)
    picture.putdata([0 if dark else 1 for row in rows for dark in row])
    out = BytesIO()
    picture.resize((len(rows) * scale, len(rows) * scale), Image.Resampling.NEAREST).save(
        out, "PNG"
    )
    return out.getvalue()


def svg(text: str, *, title: str, many: bool = False) -> str:
    """A scalable picture with its own white ground, so that it scans on a dark page too.

    `many`: one of hundreds, made six times as fast with a fixed mask. A signed text looks random,
    and random text is even under any mask.
    """
    return _drawn(modules(text, mask=_ANY_MASK) if many else modules(text), title)


def svg_once(text: str, *, title: str) -> str:
    """The same picture for any text, and none of it is kept, since the text may be a secret."""
    return _drawn(_computed(text, _BYTES), title)


def _computed(text: str, mode: Literal[2, 4], mask: int | None = None) -> Modules:
    symbol = qrcode.QRCode(error_correction=ERROR_CORRECT_M, border=QUIET_ZONE, mask_pattern=mask)
    symbol.add_data(QRData(text, mode=mode))
    symbol.make(fit=True)
    return tuple(tuple(bool(module) for module in row) for row in symbol.get_matrix())


def _drawn(rows: Modules, title: str) -> str:
    path = "".join(
        f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, dark in enumerate(row) if dark
    )
    size = len(rows)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}" role="img" '
        f'shape-rendering="crispEdges"><title>{title}</title>'
        f'<path fill="#fff" d="M0 0h{size}v{size}H0z"/><path d="{path}"/></svg>'
    )
