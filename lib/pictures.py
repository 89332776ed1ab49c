"""Pictures that people send: read with care, and written anew.

What is kept is the picture alone: no place or device of a camera, nothing hidden behind its end.
"""

import warnings
from io import BytesIO

from PIL import Image, ImageOps, UnidentifiedImageError

MOST_PIXELS = 40_000_000
"""A phone's camera takes 12 to 50 million; one of more is sent smaller by its owner."""
STEEPEST = 20
"""How many times longer than wide a picture may be: scans of long lists are below that."""
_FORMATS = ("PNG", "JPEG")
_QUALITY = 85


class BadPicture(Exception):
    """It cannot be read, or is something else beside a picture."""


class TooManyPixels(Exception):
    """It is larger than we unpack, or too long for its width."""


def rewritten(content: bytes) -> bytes:
    """The same picture, upright, in the same format. Raises BadPicture, TooManyPixels.

    Its size is looked at before any of it is unpacked.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # we ask for less
        try:
            with Image.open(BytesIO(content), formats=_FORMATS) as picture:
                _refuse_size(*picture.size)
                return _written(picture)
        except TooManyPixels:
            raise
        except Image.DecompressionBombError:
            raise TooManyPixels from None
        except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError, MemoryError):
            raise BadPicture from None
        except (IndexError, KeyError, TypeError, OverflowError, ArithmeticError, AttributeError):
            raise BadPicture from None


def _refuse_size(width: int, height: int) -> None:
    short, long = sorted((width, height))
    if width * height > MOST_PIXELS or long > short * STEEPEST:
        raise TooManyPixels


def _written(picture: Image.Image) -> bytes:
    kind, written = str(picture.format), BytesIO()
    ImageOps.exif_transpose(picture, in_place=True)
    mode = _mode(picture, kind)
    clean: Image.Image = picture if picture.mode == mode else picture.convert(mode)
    clean.info.clear()
    clean.save(written, kind, quality=_QUALITY, exif=b"")
    return written.getvalue()


def _mode(picture: Image.Image, kind: str) -> str:
    """Grey stays grey, since scans are; what else there is becomes colours, with what shines
    through in PNG."""
    if picture.mode in ("1", "L"):
        return "L"
    sees_through = picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info
    return "RGBA" if kind == "PNG" and sees_through else "RGB"
