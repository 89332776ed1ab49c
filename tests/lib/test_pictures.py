"""A picture is kept as a picture and nothing else."""

import struct
import zlib
from contextlib import suppress
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from lib.pictures import MOST_PIXELS, BadPicture, TooManyPixels, rewritten


def picture(kind="PNG", size=(40, 30), mode="RGB", colour=(200, 10, 10), **more):
    written = BytesIO()
    Image.new(mode, size, colour).save(written, kind, **more)
    return written.getvalue()


def read(content):
    found = Image.open(BytesIO(content))
    found.load()
    return found


def header_of(width, height):
    """A PNG that says it has this size, and holds nothing."""

    def chunk(name, content):
        crc = struct.pack(">I", zlib.crc32(name + content))
        return struct.pack(">I", len(content)) + name + content + crc

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", b"") + chunk(b"IEND", b"")


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_it_stays_the_same_picture(kind):
    again = read(rewritten(picture(kind)))
    assert (again.format, again.size, again.mode) == (kind, (40, 30), "RGB")
    assert all(abs(a - b) < 6 for a, b in zip(again.getpixel((5, 5)), (200, 10, 10), strict=True))


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_where_it_was_taken_and_what_hangs_on_are_gone(kind):
    exif = Image.Exif()
    exif[0x010F], exif[0x9286] = "A maker", "A comment"
    content = picture(kind, exif=exif) + b"<script>alert(1)</script>" + b"PK\x03\x04"
    assert b"A maker" in content
    again = rewritten(content)
    for trace in (b"A maker", b"A comment", b"<script>", b"PK\x03\x04", b"Exif", b"eXIf"):
        assert trace not in again, trace
    assert not read(again).getexif()


def test_it_stands_upright_although_the_note_of_the_camera_goes():
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by a quarter
    assert read(rewritten(picture("JPEG", exif=exif))).size == (30, 40)


@pytest.mark.parametrize(
    ("mode", "colour", "kept_as"),
    [
        ("L", 9, "L"),
        ("1", 1, "L"),
        ("P", 3, "RGB"),
        ("RGBA", (1, 2, 3, 99), "RGBA"),
        ("LA", (1, 2), "RGBA"),
        ("I;16", 9, "RGB"),
    ],
)
def test_whatever_its_colours_are(mode, colour, kept_as):
    assert read(rewritten(picture(mode=mode, colour=colour))).mode == kept_as


def test_colours_of_a_press_become_those_of_a_screen():
    assert read(rewritten(picture("JPEG", mode="CMYK", colour=(1, 2, 3, 4)))).mode == "RGB"


@pytest.mark.parametrize(
    "size", [(8000, 5001), (60_000, 60_000), (2**31 - 1, 1), (1, 21), (4000, 199)]
)
def test_too_many_pixels_and_threads_are_refused_before_they_are_unpacked(size):
    with pytest.raises(TooManyPixels):
        rewritten(header_of(*size))


def test_a_picture_of_the_largest_size_is_taken():
    side = int(MOST_PIXELS**0.5)
    assert read(rewritten(picture(size=(side, side), mode="L", colour=1))).size == (side, side)


def test_other_formats_and_what_is_cut_off_are_no_pictures():
    gif = BytesIO()
    Image.new("RGB", (5, 5)).save(gif, "GIF")
    for content in (b"", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", gif.getvalue(), picture()[:60]):
        with pytest.raises(BadPicture):
            rewritten(content)


PICTURES = [picture(), picture("JPEG")]


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(PICTURES), st.data())
def test_a_broken_one_is_refused_in_no_other_way(whole, chosen):
    broken = bytearray(whole)
    for _ in range(chosen.draw(st.integers(1, 4))):
        place = chosen.draw(st.integers(0, len(broken) - 1))
        broken[place] = chosen.draw(st.integers(0, 255))
    with suppress(BadPicture, TooManyPixels):
        assert read(rewritten(bytes(broken))).format in ("PNG", "JPEG")
