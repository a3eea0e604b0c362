"""A photo or picture file of a digit: opened with care, its ink told from its paper."""

from __future__ import annotations

import io

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageOps, UnidentifiedImageError

from mnist_core.config import MAX_PICTURE_BYTES, MAX_PICTURE_PIXELS
from mnist_core.errors import DrawingError
from mnist_core.ink import composite
from mnist_core.photo import ink_of_picture

FORMATS = ("PNG", "JPEG", "WEBP")
# Larger pictures are read at this size: three times what a drawing is measured at.
LONGEST_SIDE = 480
ORIENTATION = 0x0112  # EXIF's tag: which way up


def read_picture(file: bytes) -> NDArray[np.uint8]:
    """The ink in a picture file, for :func:`mnist_core.drawing.prepare_ink`.

    Either may be the lighter, ink or paper.  A photo's EXIF says which way up it is.  Nothing is
    decoded before the file's size, format and number of pixels are known to be within bounds.

    Args:
        file: the bytes of a PNG, JPEG or WebP file.

    Returns:
        uint8 (H, W), ink white on black; its longer side is at most :data:`LONGEST_SIDE`.

    Raises:
        DrawingError: ``picture_bytes``, ``picture_format``, ``picture_pixels`` or
            ``picture_damaged``.
    """
    if len(file) > MAX_PICTURE_BYTES:
        megabytes = MAX_PICTURE_BYTES // 1_000_000
        raise DrawingError(
            f"This file has more than {megabytes} MB. Take a smaller picture, or cut it.",
            code="picture_bytes",
            maximum=megabytes,
        )
    rgba = np.asarray(_open(file))
    colours = composite(rgba)
    return ink_of_picture(colours).round().clip(0, 255).astype(np.uint8)


def _open(file: bytes) -> Image.Image:
    """The picture upright, as RGBA of a moderate size."""
    try:
        with Image.open(io.BytesIO(file), formats=FORMATS) as picture:
            _check_pixels(picture.width * picture.height)
            return _decode(picture)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        _check_pixels(MAX_PICTURE_PIXELS + 1)
        raise
    except UnidentifiedImageError:
        raise DrawingError(
            "This is no PNG, JPEG or WebP picture. Save it as one of these and try again.",
            code="picture_format",
            formats=("PNG", "JPEG", "WebP"),
        ) from None
    except DrawingError:
        raise
    # Pillow's decoders end in whatever error a broken file leads them to.
    except Exception as error:
        raise DrawingError(
            "This picture cannot be read: its file is damaged. Try another one.",
            code="picture_damaged",
        ) from error


def _check_pixels(pixels: int) -> None:
    if pixels > MAX_PICTURE_PIXELS:
        megapixels = MAX_PICTURE_PIXELS // 1_000_000
        raise DrawingError(
            f"This picture has more than {megapixels} megapixels. Make it smaller and try again.",
            code="picture_pixels",
            maximum=megapixels,
        )


def _decode(picture: Image.Image) -> Image.Image:
    # A JPEG can be decoded at an eighth, a quarter or half of its size, in as much less time.
    picture.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
    if picture.mode.startswith("I"):  # 16 bits a pixel
        deep = np.asarray(picture, dtype=np.float64)
        reduced = Image.fromarray((deep / 257).clip(0, 255).round().astype(np.uint8))
    elif picture.mode in ("P", "PA", "1"):
        reduced = picture.convert("RGBA")
    else:
        picture.load()
        reduced = picture
    factor = max(reduced.size) // LONGEST_SIDE
    if factor > 1:
        reduced = reduced.reduce(factor)
    upright = ImageOps.exif_transpose(_with_exif(reduced, picture))
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.BOX)
    return upright.convert("RGBA")


def _with_exif(reduced: Image.Image, original: Image.Image) -> Image.Image:
    """``reduced`` knowing again which way up ``original`` was."""
    reduced.getexif()[ORIENTATION] = original.getexif().get(ORIENTATION, 1)
    return reduced
