"""Drawn pictures: digits as PNG, the network and the five steps as SVG.

The SVG takes its text colour from the page (`currentColor`), so it fits the light and the dark
theme; its accents are a blue and an orange that stand out from both and that the colour-blind
tell apart (tests/test_theme.py).
"""

from __future__ import annotations

import base64
import html
import io
import itertools
from collections.abc import Sequence

import numpy as np
from PIL import Image

BLUE, ORANGE = "#3b8fd0", "#c9741a"
LAYER_HEIGHT = 220  # pixels for the widest layer
COLUMN = 128  # pixels from one layer to the next: three arrows fit a phone
EDGE = 50  # pixels beside the first and the last layer, for their names
TOP = 46
GAP, HEAD = 18, 9  # pixels between an arrow and the layers' middles; its head
# As large as fits the widest shape, "(1024, 1024)", between two layers: 11 CSS pixels on a phone.
ARROW_WORDS = 15
# How far a picture may shrink before it scrolls sideways instead, and grow on a wide screen.
SMALLEST, LARGEST = 0.7, 1.3


def digit_png(picture: np.ndarray, scale: int = 4) -> bytes:
    """A greyscale picture, uint8 (H, W), as a PNG with each pixel `scale` pixels wide."""
    image = Image.fromarray(picture, mode=None)
    enlarged = image.resize(
        (picture.shape[1] * scale, picture.shape[0] * scale), Image.Resampling.NEAREST
    )
    buffer = io.BytesIO()
    enlarged.save(buffer, "PNG")
    return buffer.getvalue()


def data_uri(png: bytes) -> str:
    return "data:image/png;base64," + base64.b64encode(png).decode("ascii")


def mosaic(pictures: np.ndarray, columns: int, gap: int = 2) -> np.ndarray:
    """Many pictures in one: uint8 (N, 28, 28) -> uint8 (rows * 30, columns * 30)."""
    count, height, width = pictures.shape
    rows = -(-count // columns)
    mosaic = np.full((rows * (height + gap), columns * (width + gap)), 40, dtype=np.uint8)
    for index, picture in enumerate(pictures):
        top = index // columns * (height + gap)
        left = index % columns * (width + gap)
        mosaic[top : top + height, left : left + width] = picture
    return mosaic


def network_svg(
    sizes: Sequence[int], names: Sequence[str], arrows: Sequence[str], *, alt: str
) -> str:
    """The network to scale: a layer is as tall as it has neurons.

    Args:
        sizes: neurons of every layer, the input's 784 first, the ten answers last.
        names: what stands above each layer.
        arrows: what stands on the arrow from each layer to the next (one fewer).
    """
    tallest = max(sizes)
    heights = [max(LAYER_HEIGHT * size / tallest, 8) for size in sizes]
    middle = TOP + LAYER_HEIGHT / 2
    parts = []
    for index, (height, after) in enumerate(itertools.pairwise(heights)):
        left, right = _x(index) + 13, _x(index + 1) - 13
        parts.append(
            f'<polygon points="{left},{middle - height / 2} {right},{middle - after / 2} '
            f'{right},{middle + after / 2} {left},{middle + height / 2}" fill="{BLUE}" '
            f'opacity="0.16"/>'
        )
        parts += _arrow(_x(index) + GAP, _x(index + 1) - GAP, middle, arrows[index])
    for index, (size, height) in enumerate(zip(sizes, heights, strict=True)):
        parts += _layer(index, size, height, middle, last=index == len(sizes) - 1)
        parts.append(_text(_x(index), TOP - 22, names[index], 14, bold=True))
        parts.append(_text(_x(index), TOP + LAYER_HEIGHT + 22, f"{size:,}", 14))
    width, depth = _x(len(sizes) - 1) + EDGE, TOP + LAYER_HEIGHT + 34
    return _svg(width, depth, alt, parts)


def _x(index: int) -> float:
    return EDGE + index * COLUMN


def _arrow(left: float, right: float, y: float, words: str) -> list[str]:
    """An arrow to the right with words on it."""
    return [
        f'<path d="M{left} {y} H{right - HEAD}" stroke="currentColor" stroke-width="2"/>',
        f'<polygon points="{right},{y} {right - HEAD},{y - 5} {right - HEAD},{y + 5}" '
        f'fill="currentColor"/>',
        _text((left + right) / 2, y - 9, words, ARROW_WORDS),
    ]


def _layer(index: int, size: int, height: float, middle: float, *, last: bool) -> list[str]:
    """A bar for many neurons, ten dots for the ten answers."""
    x, top = _x(index), middle - height / 2
    color = ORANGE if last else BLUE
    bar = (
        f'<rect x="{x - 13}" y="{top}" width="26" height="{height}" rx="6" fill="{color}" '
        f'opacity="0.9"/>'
    )
    if not last:
        return [bar]
    spread = 18
    return [
        f'<circle cx="{x}" cy="{middle + (digit - 4.5) * spread}" r="6" fill="{ORANGE}"/>'
        + _text(x + 20, middle + (digit - 4.5) * spread + 5, str(digit), 13)
        for digit in range(size)
    ]


def _text(x: float, y: float, words: str, size: int, *, bold: bool = False) -> str:
    weight = ' font-weight="600"' if bold else ""
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size}"{weight} text-anchor="middle" '
        f'fill="currentColor">{html.escape(words)}</text>'
    )


def _svg(width: float, height: float, alt: str, parts: Sequence[str]) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0f} {height:.0f}" '
        f'role="img" '
        f'aria-label="{html.escape(alt, quote=True)}" '
        f'style="display:block;margin:0 auto;width:100%;max-width:{LARGEST * width:.0f}px;'
        f'min-width:{SMALLEST * width:.0f}px">' + "".join(parts) + "</svg>"
    )


def step_svg(kind: str) -> str:
    """A small decorative picture of one of the steps (the words stand beside it)."""
    shapes = {
        "data": _tiles(),
        "model": _net(),
        "settings": _knobs(),
        "train": _falling_curve(),
        "evaluate": _matrix(),
        "draw": _pen(),
    }[kind]
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 120 72" width="100%" height="72" '
        f'aria-hidden="true">{shapes}</svg>'
    )


def _tiles() -> str:
    glyphs = "504192"
    return "".join(
        f'<rect x="{15 + 31 * (i % 3)}" y="{5 + 32 * (i // 3)}" width="28" height="28" rx="5" '
        f'fill="{BLUE}" opacity="{0.9 if i % 2 else 0.6}"/>'
        f'<text x="{29 + 31 * (i % 3)}" y="{26 + 32 * (i // 3)}" font-size="20" fill="white" '
        f'text-anchor="middle" font-style="italic" font-family="cursive">{glyph}</text>'
        for i, glyph in enumerate(glyphs)
    )


def _net() -> str:
    columns = [(20, 4), (60, 3), (100, 2)]
    dots = [
        [(x, 36 + (row - (count - 1) / 2) * 18) for row in range(count)] for x, count in columns
    ]
    lines = "".join(
        f'<line x1="{a}" y1="{b}" x2="{c}" y2="{d}" stroke="{BLUE}" opacity="0.45"/>'
        for left, right in itertools.pairwise(dots)
        for a, b in left
        for c, d in right
    )
    circles = "".join(
        f'<circle cx="{x}" cy="{y}" r="6" fill="{ORANGE if x == 100 else BLUE}"/>'
        for column in dots
        for x, y in column
    )
    return lines + circles


def _knobs() -> str:
    return "".join(
        f'<line x1="14" y1="{y}" x2="106" y2="{y}" stroke="currentColor" opacity="0.35" '
        f'stroke-width="4" stroke-linecap="round"/><circle cx="{x}" cy="{y}" r="8" fill="{color}"/>'
        for x, y, color in ((40, 14, BLUE), (78, 36, ORANGE), (56, 58, BLUE))
    )


def _falling_curve() -> str:
    return (
        '<path d="M14 6 V64 H110" fill="none" stroke="currentColor" opacity="0.45" '
        'stroke-width="2"/>'
        f'<path d="M18 10 C30 52 46 54 106 60" fill="none" stroke="{ORANGE}" stroke-width="4" '
        'stroke-linecap="round"/>'
        f'<path d="M18 58 C34 22 52 16 106 12" fill="none" stroke="{BLUE}" stroke-width="4" '
        'stroke-linecap="round" stroke-dasharray="7 6"/>'
    )


def _matrix() -> str:
    return "".join(
        f'<rect x="{28 + 16 * column}" y="{4 + 16 * row}" width="14" height="14" rx="3" '
        f'fill="{BLUE if row == column else ORANGE}" '
        f'opacity="{0.95 if row == column else 0.55 if (row, column) == (3, 1) else 0.15}"/>'
        for row in range(4)
        for column in range(4)
    )


def _pen() -> str:
    return (
        '<rect x="28" y="4" width="64" height="64" rx="8" fill="none" stroke="currentColor" '
        'opacity="0.45" stroke-width="2"/>'
        f'<path d="M46 22 C52 12 74 12 72 26 C71 34 62 36 56 36 C70 36 76 44 72 52 '
        f'C66 62 48 60 44 52" fill="none" stroke="{ORANGE}" stroke-width="6" '
        'stroke-linecap="round" stroke-linejoin="round"/>'
    )
