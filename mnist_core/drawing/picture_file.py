"""A photo or picture file of a digit: opened with care, its ink told from its paper."""

from __future__ import annotations

import contextlib
import io
import threading
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageOps, UnidentifiedImageError

from mnist_core.config import MAX_PICTURE_BYTES, MAX_PICTURE_PIXELS
from mnist_core.drawing.ink import composite
from mnist_core.drawing.photo_frame import ink_inside_frame
from mnist_core.drawing.png_chunks import essential
from mnist_core.errors import DrawingError

FORMATS = ("PNG", "JPEG", "WEBP")
# Larger pictures are read at this size: three times what a drawing is measured at.
LONGEST_SIDE = 480
ORIENTATION = 0x0112  # EXIF's tag: which way up
# What decoding may take, whatever the format: a few kilobytes can hold 40 million white pixels.
DECODING_BYTES = 250_000_000
# Pillow's WebP decoder holds a picture four times over, 4 bytes a pixel; a progressive JPEG is
# held as coefficients of 2 bytes for each of its bands.
_WEBP_BYTES, _JPEG_BYTES, _PIXEL_BYTES = 16, 2, 4
# A progressive JPEG is sent in about ten scans; each one more of a few bytes costs as much time as
# the whole picture.
MAX_SCANS = 100
_SCAN = b"\xff\xda"
# No camera's panorama is so narrow; of a strip, every tile below would have a few pixels.
LONGEST_TO_SHORTEST = 20
# A picture is made smaller tile by tile, about so large: what that takes is then small.
_TILE = 1024
# Several visitors' pictures are decoded one after another.
_decoding = threading.Lock()


def read_picture(file: bytes) -> NDArray[np.uint8]:
    """The ink in a picture file, for :func:`mnist_core.drawing.preparation.prepare_ink`.

    Either may be the lighter, ink or paper.  A photo's EXIF says which way up it is.  Nothing is
    decoded before the file's size, format and number of pixels are known to be within bounds.

    Args:
        file: the bytes of a PNG, JPEG or WebP file.

    Returns:
        uint8 (H, W), ink white on black; its longer side is at most :data:`LONGEST_SIDE`.

    Raises:
        DrawingError: ``picture_bytes``, ``picture_format``, ``picture_pixels``, ``picture_shape``,
            ``picture_damaged`` or ``picture_clutter``.
    """
    with _opened(file) as picture:
        _check_pixels(picture)
        if picture.format == "JPEG" and file.count(_SCAN) > MAX_SCANS:
            raise _damaged()
        rgba = np.asarray(_decode(picture))
    colours = composite(rgba)
    return ink_inside_frame(colours).round().clip(0, 255).astype(np.uint8)


@contextlib.contextmanager
def _opened(file: bytes) -> Iterator[Image.Image]:
    """The picture with only its header read; what fails inside is explained as well."""
    if len(file) > MAX_PICTURE_BYTES:
        raise DrawingError(
            "This file is larger than {maximum} MB. Take a smaller picture, or crop it.",
            code="picture_bytes",
            maximum=MAX_PICTURE_BYTES // 1_000_000,
        )
    try:
        with _decoding, Image.open(io.BytesIO(essential(file)), formats=FORMATS) as picture:
            yield picture
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise _too_many_pixels(MAX_PICTURE_PIXELS) from None
    except UnidentifiedImageError:
        raise DrawingError(
            "This is not a PNG, JPEG or WebP picture. Save it as one of these and try again.",
            code="picture_format",
        ) from None
    except DrawingError:
        raise
    # Pillow's decoders end in whatever error a broken file leads them to.
    except Exception as error:
        raise _damaged() from error


def _damaged() -> DrawingError:
    return DrawingError(
        "This picture cannot be read: its file is damaged. Try another one.",
        code="picture_damaged",
    )


def _check_pixels(picture: Image.Image) -> None:
    bytes_per_pixel = {
        "WEBP": _WEBP_BYTES,
        "JPEG": _JPEG_BYTES * len(picture.getbands()),
    }.get(picture.format or "", _PIXEL_BYTES)
    maximum = min(MAX_PICTURE_PIXELS, DECODING_BYTES // bytes_per_pixel)
    if picture.width * picture.height > maximum:
        raise _too_many_pixels(maximum)
    if max(picture.size) > LONGEST_TO_SHORTEST * min(picture.size):
        raise DrawingError(
            "This picture is too long and narrow. Crop it to the digit.",
            code="picture_shape",
        )


def _too_many_pixels(maximum: int) -> DrawingError:
    return DrawingError(
        "This picture has more than {maximum} megapixels. Make it smaller and try again.",
        code="picture_pixels",
        maximum=maximum // 1_000_000,
    )


def _decode(picture: Image.Image) -> Image.Image:
    """The picture upright, as RGBA of a moderate size."""
    # A JPEG can be decoded at an eighth, a quarter or half of its size, in as much less time.
    share = LONGEST_SIDE / max(picture.size)
    width, height = (max(round(side * share), 1) for side in picture.size)
    picture.draft("RGB", (width, height))
    picture.load()
    reduced = _reduced(picture, max(max(picture.size) // LONGEST_SIDE, 1))
    upright = ImageOps.exif_transpose(_with_exif(reduced, picture))
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.BOX)
    return upright.convert("RGBA")


def _reduced(picture: Image.Image, factor: int) -> Image.Image:
    """The picture with ``factor`` x ``factor`` of its pixels averaged to one, 8 bits a channel.

    As ``picture.convert(...).reduce(factor)``, which would hold the whole of it once or twice
    more.
    """
    width, height = picture.size
    step = factor * max(_TILE // factor, 1)
    small: Image.Image | None = None
    for top in range(0, height, step):
        for left in range(0, width, step):
            box = (left, top, min(left + step, width), min(top + step, height))
            tile = _eight_bit(picture.crop(box)).reduce(factor)
            if small is None:
                small = Image.new(tile.mode, (-(-width // factor), -(-height // factor)))
            small.paste(tile, (left // factor, top // factor))
    assert small is not None  # no picture is empty
    return small


def _eight_bit(picture: Image.Image) -> Image.Image:
    """With 8 bits a channel, each a brightness of its own: no palette, no colour that means air."""
    if picture.mode.startswith("I"):  # 16 bits a pixel
        deep = np.asarray(picture, dtype=np.float32)
        return Image.fromarray((deep / 257).clip(0, 255).round().astype(np.uint8))
    if picture.mode in ("P", "PA", "1") or "transparency" in picture.info:
        return picture.convert("RGBA")
    return picture


def _with_exif(reduced: Image.Image, original: Image.Image) -> Image.Image:
    """``reduced`` knowing again which way up ``original`` was."""
    turned = 1
    with contextlib.suppress(Exception):  # what is broken there says nothing of the picture
        turned = original.getexif().get(ORIENTATION, 1)
    reduced.getexif()[ORIENTATION] = turned
    return reduced
