"""Files of pictures are read whatever their format, or refused with a reason."""

from __future__ import annotations

import struct
import threading
import zlib

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from benchmarks.pen_digits import render
from mnist_core.config.training_config import MAX_PICTURE_BYTES, MAX_PICTURE_PIXELS
from mnist_core.drawing import picture_file
from mnist_core.drawing.picture_file import LONGEST_SIDE, ORIENTATION, read_picture
from mnist_core.drawing.preparation import prepare, prepare_ink
from mnist_core.errors import DrawingError
from tests.core.drawing.drawn import strokes
from tests.core.drawing.pictures import FORMATS, ink_map, overlap, photo, saved


@pytest.mark.parametrize("kind", FORMATS)
@pytest.mark.parametrize("light_ink", [False, True])
def test_read_picture_formats_and_polarities(kind, light_ink) -> None:
    """A drawn picture gives its ink in every format and polarity."""
    colours = (20, 30, 120), (250, 240, 200)
    ink, paper = reversed(colours) if light_ink else colours
    drawing = render(strokes(3), canvas=400, brush=24, ink=ink, paper=paper)
    found = read_picture(saved(Image.fromarray(drawing).convert("RGB"), kind))
    assert found.dtype == np.uint8
    expected = prepare(drawing).picture.astype(int)
    difference = np.abs(prepare_ink(found).picture - expected)
    assert difference.mean() < 3


def test_mnists_own_pictures_saved_as_png_come_back_unchanged(mnist) -> None:
    for picture in mnist.test.images[:200].numpy():
        assert (read_picture(saved(Image.fromarray(picture))) == picture).all()


@pytest.mark.parametrize(("orientation", "turn"), [(1, 0), (3, 180), (6, 90), (8, 270)])
def test_exif_says_which_way_up_it_is(orientation, turn) -> None:
    upright = photo(7, shadow=False)
    exif = Image.Exif()
    exif[ORIENTATION] = orientation
    turned = saved(upright.rotate(turn), "JPEG", exif=exif)
    assert overlap(read_picture(turned), 7) > 0.8


@pytest.mark.parametrize("mode", ["L", "LA", "RGB", "RGBA", "P", "1", "I;16"])
def test_every_kind_of_pixels(mode) -> None:
    grey = Image.fromarray(render(strokes(2), canvas=300, ink=(0, 0, 0))[..., 0])
    if mode == "I;16":
        image = Image.fromarray(np.asarray(grey).astype(np.uint16) * 257)
    else:
        image = grey.convert(mode)
    found = read_picture(saved(image))
    expected = prepare_ink(255 - np.asarray(grey)).picture
    assert np.abs(prepare_ink(found).picture.astype(int) - expected).mean() < 3


def test_transparent_paper_is_paper() -> None:
    ink = (ink_map(6) * 255).astype(np.uint8)
    picture = np.dstack([np.zeros_like(ink)] * 3 + [ink])
    assert overlap(read_picture(saved(Image.fromarray(picture))), 6) > 0.95


def refusal(file: bytes) -> DrawingError:
    with pytest.raises(DrawingError) as caught:
        read_picture(file)
    assert str(caught.value).endswith(".")
    return caught.value


def test_read_picture_too_many_bytes(monkeypatch) -> None:
    """A file of too many bytes is not even opened."""

    def never(*arguments: object, **how: object) -> None:
        raise AssertionError("opened")

    monkeypatch.setattr(Image, "open", never)
    error = refusal(b"x" * (MAX_PICTURE_BYTES + 1))
    assert (error.code, error.params) == ("picture_bytes", {"maximum": 5})


def png_claiming(width: int, height: int) -> bytes:
    """A PNG whose header promises this many pixels and which holds next to none."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        check = zlib.crc32(kind + data)
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", check)

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    pixels = zlib.compress(bytes(100))
    start = b"\x89PNG\r\n\x1a\n"
    return start + chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


@pytest.mark.parametrize("side", [6_400, 9_600, 20_000, 60_000])
def test_a_decoding_bomb_is_refused_by_its_header(monkeypatch, side) -> None:
    def never(*arguments: object, **how: object) -> None:
        raise AssertionError("decoded")

    monkeypatch.setattr("PIL.ImageFile.ImageFile.load", never)
    assert side * side > MAX_PICTURE_PIXELS
    error = refusal(png_claiming(side, side))
    assert (error.code, error.params) == ("picture_pixels", {"maximum": 40})


def test_a_picture_of_just_under_40_megapixels_is_read() -> None:
    side = 6_300
    image = Image.new("L", (side, side), 255)
    image.paste(0, (3_000, 1_500, 3_300, 4_800))
    found = prepare_ink(read_picture(saved(image)))
    assert found.picture.any()


@pytest.mark.parametrize(
    ("kind", "mode", "side", "megapixels"),
    [("WEBP", "RGB", 4_000, 15), ("JPEG", "CMYK", 5_700, 31)],
)
def test_read_picture_pixels_by_decoding_memory(kind, mode, side, megapixels) -> None:
    """What takes more memory to decode may have fewer pixels."""
    how = {"method": 0} if kind == "WEBP" else {}
    error = refusal(saved(Image.new(mode, (side, side)), kind, **how))
    assert (error.code, error.params) == ("picture_pixels", {"maximum": megapixels})


def test_a_jpeg_in_endless_scans_is_refused() -> None:
    file = saved(photo(3, side=300), "JPEG", progressive=True)
    last = file[file.rindex(b"\xff\xda") : -2]
    read_picture(file[:-2] + 5 * last + file[-2:])
    assert refusal(file[:-2] + 100 * last + file[-2:]).code == "picture_damaged"


def test_one_picture_is_decoded_at_a_time(monkeypatch) -> None:
    inside, most, decode = [], [0], picture_file._decode

    def watched(picture: Image.Image) -> Image.Image:
        inside.append(picture)
        most[0] = max(most[0], len(inside))
        threading.Event().wait(0.02)
        inside.remove(picture)
        return decode(picture)

    monkeypatch.setattr(picture_file, "_decode", watched)
    file = saved(photo(3, side=100))
    visitors = [threading.Thread(target=read_picture, args=(file,)) for _ in range(4)]
    for visitor in visitors:
        visitor.start()
    for visitor in visitors:
        visitor.join()
    assert most == [1]


@pytest.mark.parametrize(
    "file",
    [b"", b"no picture", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"%PDF-1.7", b"\0" * 100],
)
def test_what_is_no_picture_is_refused(file) -> None:
    assert refusal(file).code == "picture_format"


@pytest.mark.parametrize("kind", ["GIF", "BMP", "TIFF", "ICO"])
def test_other_formats_are_refused_by_their_content(kind) -> None:
    assert refusal(saved(Image.new("L", (64, 64)), kind)).code == "picture_format"


@pytest.mark.parametrize("kind", FORMATS)
def test_a_file_cut_short_is_damaged(kind) -> None:
    file = saved(photo(3, side=300), kind)
    assert refusal(file[: len(file) // 2]).code == "picture_damaged"


@settings(deadline=None, max_examples=60)
@given(
    kind=st.sampled_from(sorted(FORMATS)),
    places=st.lists(st.integers(0), min_size=1),
    data=st.data(),
)
def test_read_picture_with_bytes_changed(kind, places, data) -> None:
    """A file with any bytes changed is read or refused."""
    file = bytearray(SMALL[kind])
    for place in places:
        file[place % len(file)] = data.draw(st.integers(0, 255))
    try:
        found = read_picture(bytes(file))
    except DrawingError as error:
        assert error.code.startswith("picture_")
    else:
        assert found.ndim == 2
        assert max(found.shape) <= LONGEST_SIDE


SMALL = {
    kind: saved(Image.fromarray(render(strokes(3), canvas=48, brush=5)).convert("RGB"), kind)
    for kind in FORMATS
}


@pytest.mark.filterwarnings("ignore:Corrupt EXIF data")
@pytest.mark.parametrize("kind", ["JPEG", "WEBP"])
def test_nor_does_broken_exif_in_other_formats(kind) -> None:
    drawing = Image.fromarray(render(strokes(3), canvas=100, brush=8)).convert("RGB")
    broken = saved(drawing, kind, exif=b"Exif\0\0II*\0" + b"\xff" * 20)
    assert (read_picture(broken) == read_picture(saved(drawing, kind))).all()


@pytest.mark.parametrize(("width", "height"), [(1, 40_000_000), (40_000_000, 1), (30, 601)])
def test_a_strip_is_refused_by_its_header(monkeypatch, width, height) -> None:
    def never(*arguments: object, **how: object) -> None:
        raise AssertionError("decoded")

    monkeypatch.setattr("PIL.ImageFile.ImageFile.load", never)
    assert refusal(png_claiming(width, height)).code == "picture_shape"
