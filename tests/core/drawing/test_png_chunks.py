"""Broken notes in a PNG do not decide over its picture."""

from __future__ import annotations

import struct
import zlib

import pytest
from PIL import Image

from benchmarks.pen_digits import render
from mnist_core.drawing.picture_file import ORIENTATION, read_picture
from tests.core.drawing.drawn import strokes
from tests.core.drawing.pictures import overlap, photo, saved


def with_chunk(png: bytes, kind: bytes, data: bytes, check: int | None = None) -> bytes:
    """The PNG with one more chunk behind its header, its checksum right unless one is given."""
    end = 8 + 25  # the signature and IHDR
    true = zlib.crc32(kind + data)
    chunk = struct.pack(">I", len(data)) + kind + data
    return png[:end] + chunk + struct.pack(">I", true if check is None else check) + png[end:]


@pytest.mark.filterwarnings("ignore:Corrupt EXIF data")
@pytest.mark.parametrize("check", [None, 0], ids=["sum right", "sum wrong"])
@pytest.mark.parametrize(
    ("kind", "data"),
    [
        (b"eXIf", b""),
        (b"eXIf", b"no exif at all"),
        (b"eXIf", b"II*\0" + b"\xff" * 20),
        (b"iCCP", b"broken"),
        (b"zTXt", b"note\0\0broken"),
        (b"iTXt", b"\xff"),
        (b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0<x:xmpmeta tiff:Orientation='9'"),
        (b"zTXt", b"note\0\0" + zlib.compress(bytes(3_000_000))),
        (b"pHYs", b""),
        (b"gAMA", b"1"),
        (b"acTL", b"1"),
        (b"cHRM", b""),
        (b"tIME", b""),
    ],
    ids=lambda value: repr(value[:12]),
)
def test_broken_notes_do_not_decide_over_a_good_picture(kind, data, check) -> None:
    png = saved(Image.fromarray(render(strokes(3), canvas=100, brush=8)))
    assert (read_picture(with_chunk(png, kind, data, check)) == read_picture(png)).all()


def test_a_png_says_which_way_up_it_is() -> None:
    exif = Image.Exif()
    exif[ORIENTATION] = 6
    turned = saved(photo(7, shadow=False).rotate(90), exif=exif)
    assert overlap(read_picture(turned), 7) > 0.8
