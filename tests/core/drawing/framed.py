"""Photos of pen digits with something all around them, for the tests."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from benchmarks.pen_digits import Points, render

Random: TypeAlias = np.random.Generator
Frame: TypeAlias = Callable[[Image.Image, Random], Image.Image]
DARK, BLACK, WHITE = (24, 24, 26), (0, 0, 0), (255, 255, 255)


def paper_photo(
    strokes: list[Points], random: Random, *, chalk: bool = False, squared: bool = False
) -> Image.Image:
    """Pen or pencil on paper (or chalk on a board) under a lamp at one side, with grain."""
    width, height = (480, 640) if random.random() < 0.5 else (560, 480)
    side = min(width, height)
    drawn = render(
        strokes,
        canvas=side,
        brush=side * random.uniform(0.025, 0.06),
        ink=BLACK,
        whole_pixels=False,
    )
    ink = np.zeros((height, width))
    top, left = (height - side) // 2, (width - side) // 2
    soft = Image.fromarray(255 - drawn[..., 0]).filter(ImageFilter.GaussianBlur(1.5))
    ink[top : top + side, left : left + side] = np.asarray(soft, float) / 255
    down, across = np.mgrid[0 : 1 : height * 1j, 0 : 1 : width * 1j]
    angle = random.uniform(0, 2 * np.pi)
    light = 1 - random.uniform(0.1, 0.4) * (
        0.5 + (np.cos(angle) * (across - 0.5) + np.sin(angle) * (down - 0.5))
    )
    paper = np.array([235, 232, 224.0]) * random.uniform(0.85, 1)
    pen = np.array([(40, 50, 120), (90, 90, 92), (25, 25, 28)][random.integers(3)], float)
    if chalk:
        paper, pen = np.array([50, 62, 55.0]), np.array([220, 220, 212.0])
    share = ink[..., None]
    ground = np.broadcast_to(paper, (height, width, 3)).copy()
    if squared:
        ground[::32], ground[:, ::32] = (190, 200, 225), (190, 200, 225)
    colours = (ground * (1 - share) + pen * share) * light[..., None]
    colours += random.normal(0, 4, (height, width, 1))
    return Image.fromarray(colours.clip(0, 255).astype(np.uint8))


def _on(
    photo: Image.Image, colour: tuple[int, int, int], left: int, top: int, right: int, bottom: int
) -> Image.Image:
    whole = Image.new("RGB", (photo.width + left + right, photo.height + top + bottom), colour)
    whole.paste(photo, (left, top))
    return whole


def bars_above_and_below(colour: tuple[int, int, int]) -> Frame:
    def frame(photo: Image.Image, random: Random) -> Image.Image:
        bar = int(photo.height * random.uniform(0.08, 0.6))
        return _on(photo, colour, 0, bar, 0, int(bar * random.uniform(0.6, 1)))

    return frame


def bars_beside(colour: tuple[int, int, int]) -> Frame:
    def frame(photo: Image.Image, random: Random) -> Image.Image:
        bar = int(photo.width * random.uniform(0.05, 0.6))
        return _on(photo, colour, bar, 0, bar, 0)

    return frame


def margins(colour: tuple[int, int, int]) -> Frame:
    def frame(photo: Image.Image, random: Random) -> Image.Image:
        wide = int(photo.width * random.uniform(0.02, 0.4))
        return _on(photo, colour, wide, wide, wide, wide)

    return frame


def rounded(colour: tuple[int, int, int]) -> Frame:
    def frame(photo: Image.Image, random: Random) -> Image.Image:
        mask = Image.new("L", photo.size)
        radius = int(photo.width * random.uniform(0.04, 0.12))
        ImageDraw.Draw(mask).rounded_rectangle((0, 0, *photo.size), radius, fill=255)
        whole = Image.new("RGB", photo.size, colour)
        whole.paste(photo, mask=mask)
        wide = int(photo.width * random.choice([0, 0.05, 0.2]))
        return _on(whole, colour, wide, wide, wide, wide)

    return frame


def screenshot(dark: bool) -> Frame:
    """The photo between a phone's bars: the clock and a battery above, signs below."""

    def frame(photo: Image.Image, random: Random) -> Image.Image:
        bar = int(photo.height * random.uniform(0.15, 0.5))
        ground, signs = (BLACK, WHITE) if dark else (WHITE, (30, 30, 30))
        whole = _on(photo, ground, 0, bar, 0, bar)
        draw = ImageDraw.Draw(whole)
        draw.text((30, 18), "12:47", fill=signs, font_size=22)
        draw.rectangle((photo.width - 60, 20, photo.width - 28, 36), outline=signs, width=3)
        for third in (0.2, 0.5, 0.8):
            x, y = photo.width * third, whole.height - bar / 2
            draw.ellipse((x - 14, y - 14, x + 14, y + 14), outline=signs, width=3)
        return whole

    return frame


def things_around(photo: Image.Image, random: Random) -> Image.Image:
    """Things of all colours lie around the paper and reach the picture's edge."""
    width, height = (int(side * 1.6) for side in photo.size)
    whole = Image.new("RGB", (width, height), (90, 60, 140))
    draw = ImageDraw.Draw(whole)
    for _ in range(60):
        red, green, blue = (int(value) for value in random.integers(0, 255, 3))
        x, y = random.uniform(0, width), random.uniform(0, height)
        across, down = random.uniform(0.03, 0.12, 2) * width
        draw.rectangle((x - across, y - down, x + across, y + down), fill=(red, green, blue))
    mask = Image.new("L", photo.size, 255).rotate(10, expand=True)
    turned = photo.rotate(10, Image.Resampling.BICUBIC, expand=True)
    whole.paste(turned, ((width - turned.width) // 2, (height - turned.height) // 2), mask)
    return whole.filter(ImageFilter.GaussianBlur(0.7))


def table(colour: tuple[int, int, int], *, wood: bool = False) -> Frame:
    """The paper lies on a table, turned by up to 15 degrees."""

    def frame(photo: Image.Image, random: Random) -> Image.Image:
        angle = random.uniform(-15, 15)
        width, height = (int(side * random.uniform(1.35, 1.9)) for side in photo.size)
        down, across = np.mgrid[0:height, 0:width].astype(float)
        ground = np.array(colour) * np.ones((height, width, 1))
        if wood:
            wave = np.sin(down / 9 + 2 * np.sin(across / 90)) + 0.6 * np.sin(down / 3.1)
            ground = ground * (1 + 0.12 * wave[..., None])
        ground = ground * (1 - 0.3 * across / width)[..., None]
        ground += random.normal(0, 4, (height, width, 1))
        whole = Image.fromarray(ground.clip(0, 255).astype(np.uint8))
        mask = Image.new("L", photo.size, 255).rotate(angle, expand=True)
        turned = photo.rotate(angle, Image.Resampling.BICUBIC, expand=True)
        whole.paste(turned, ((width - turned.width) // 2, (height - turned.height) // 2), mask)
        return whole.filter(ImageFilter.GaussianBlur(0.7))

    return frame


FRAMES: dict[str, Frame] = {
    "black bars above and below": bars_above_and_below(BLACK),
    "dark bars above and below": bars_above_and_below(DARK),
    "white bars above and below": bars_above_and_below(WHITE),
    "black bars beside": bars_beside(BLACK),
    "white bars beside": bars_beside(WHITE),
    "white margins": margins(WHITE),
    "black margins": margins(BLACK),
    "grey margins": margins((128, 128, 128)),
    "rounded, black": rounded(BLACK),
    "rounded, white": rounded(WHITE),
    "screenshot, dark": screenshot(True),
    "screenshot, light": screenshot(False),
    "dark table": table((45, 42, 40)),
    "wooden table": table((120, 82, 52), wood=True),
}
