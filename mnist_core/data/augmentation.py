"""Other people's handwriting out of MNIST's: every image bent in a way of its own.

A network that has seen a digit turned, shifted, slanted, thicker, thinner and bent a little reads
hands that MNIST does not hold (Simard, Steinkraus, Platt 2003, "Best practices for convolutional
neural networks applied to visual document analysis").  ``torchvision.transforms.v2`` draws one
transform for a whole batch; here each image has its own, and still a batch is a handful of
operations: one matrix product bends all the grids, one ``grid_sample`` reads all the pixels.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import lru_cache

import torch
from torch import Tensor
from torch.nn import functional as F

from mnist_core.config import CENTRE, DIGIT_SIDE, IMAGE_SIDE

# How far each goes at most; every image draws its own value from -limit to +limit.
# Slanted much and turned little: a 7 whose bar is tilted is soon somebody's 1.
ROTATION = 2.0  # degrees
SHEAR = 0.2  # how far a pixel moves for each pixel of height
STRETCH = 0.1  # wider and lower, or narrower and higher, as a logarithm
SCALE = 0.02  # of the size, as a logarithm
SHIFT = 0.01  # of the picture's side: a quarter of a pixel
THICKER, THINNER = 0.7, 0.5  # 1: as 3 x 3 dilation or erosion makes it
# Elastic bending: mean displacement in pixels, and the control points it hangs on.  Three times
# as much makes other digits of them.
ELASTIC = 1.0
CONTROLS = 6
# Where the centre of mass lies, the picture's side being 2 long.
MIDDLE = CENTRE * 2 / IMAGE_SIDE - 1
INK = 100  # of 255; paler pixels do not count for the size


def augment(images: Tensor, generator: torch.Generator) -> Tensor:
    """Bend every image by its own random rotation, shear, stretch, elastic field and pen.

    What is bent comes back at about MNIST's size and position, as a drawing does (drawing.py): a
    network need not learn to read digits that it will never be shown.  (With shifts of 7 %, scales
    of 15 % and turns of 15 degrees it reads fewer drawn digits.)

    Args:
        images: uint8 or float (B, 28, 28), from 0 = paper to 255 = ink.
        generator: on the images' device; the only source of chance.

    Returns:
        A new float32 (B, 28, 28), 0 to 255.
    """
    count = len(images)
    weights = _draw_transforms(images, generator)
    grid = (
        (weights @ _basis(images.device)).view(count, 2, IMAGE_SIDE, IMAGE_SIDE).permute(0, 2, 3, 1)
    )
    thicker = _change_thickness(images, generator)
    bent = F.grid_sample(thicker[:, None], grid, padding_mode="zeros", align_corners=False)[:, 0]
    # A line thinner than a pixel is pale; MNIST's are not.
    return bent.mul_(255 / bent.amax(dim=(1, 2), keepdim=True).clamp_(min=1))


def _draw_transforms(images: Tensor, generator: torch.Generator) -> Tensor:
    """Where each image's pixels are read from, as weights of :func:`_basis`.

    Returns:
        float32 (B, 2, 3 + CONTROLS**2): for x and y, the affine map's two columns and shift, and
        the elastic field's control points.
    """
    count, device = len(images), generator.device
    draw = torch.rand(6, count, generator=generator, device=device) * 2 - 1
    angle, slant = draw[0] * math.radians(ROTATION), draw[1] * SHEAR
    wide, high = (draw[2] * STRETCH).exp(), (-draw[2] * STRETCH).exp()
    cosine, sine = angle.cos(), angle.sin()
    # Where a pixel goes: rotation @ shear @ stretch, an area-preserving map.
    x_to, x_too = cosine * wide, sine * wide
    y_too, y_to = (cosine * slant - sine) * high, (sine * slant + cosine) * high
    size = _size_factor(images, x_to, y_too, x_too, y_to) * (draw[3] * SCALE).exp()
    weights = torch.empty(count, 2, 3 + CONTROLS**2, device=device)
    # Where a pixel comes from: the inverse.
    weights[:, 0, 0] = y_to / size
    weights[:, 0, 1] = -y_too / size
    weights[:, 1, 0] = -x_too / size
    weights[:, 1, 1] = x_to / size
    weights[:, :, 2] = draw[4:6].T * (2 * SHIFT) + MIDDLE  # the picture's side is 2 long
    weights[:, :, 3:].normal_(0, 1, generator=generator)
    return weights


def _size_factor(images: Tensor, *matrix: Tensor) -> Tensor:
    """What brings each image's ink back to DIGIT_SIDE pixels after the map (a, b; c, d), (B,)."""
    a, b, c, d = (column[:, None] for column in matrix)
    x, y = _basis(images.device)[:2]
    ink = (images > INK).flatten(1)
    sides = []
    for coordinate in (a * x + b * y, c * x + d * y):
        least = coordinate.masked_fill(~ink, torch.inf).amin(dim=1)
        sides.append(coordinate.masked_fill(~ink, -torch.inf).amax(dim=1) - least)
    longest = (
        torch.maximum(*sides).clamp(min=0) + 2 / IMAGE_SIDE
    )  # from middle to middle, and a pixel
    return DIGIT_SIDE * 2 / IMAGE_SIDE / longest


@lru_cache(maxsize=4)
def _basis(device: torch.device) -> Tensor:
    """What every grid is a sum of, float32 (3 + CONTROLS**2, 784): x, y, 1 and smooth bumps.

    Lengths as ``grid_sample`` wants them, the picture's side being 2; x and y from MIDDLE.  A bump
    is a Gaussian as wide as the control points are apart; together, each weighted by a standard
    normal number, they move a pixel by ELASTIC pixels in the mean.
    """
    line = (torch.arange(IMAGE_SIDE, device=device) * 2 + 1) / IMAGE_SIDE - 1
    y, x = torch.meshgrid(line, line, indexing="ij")
    middles = torch.linspace(-1, 1, CONTROLS, device=device)
    hill = torch.exp(-0.5 * ((line - middles[:, None]) / (2 / (CONTROLS - 1))) ** 2)
    bumps = torch.einsum("ay,bx->abyx", hill, hill).reshape(CONTROLS**2, IMAGE_SIDE * IMAGE_SIDE)
    spread = bumps.square().sum(dim=0).sqrt()  # standard deviation at each pixel, on one axis
    # The length of a vector of two standard normal numbers is sqrt(pi / 2) in the mean.
    wanted = ELASTIC / math.sqrt(math.pi / 2) * (2 / IMAGE_SIDE)
    straight = torch.stack([x - MIDDLE, y - MIDDLE, torch.ones_like(x)]).reshape(
        3, IMAGE_SIDE * IMAGE_SIDE
    )
    return torch.cat([straight, bumps / spread * wanted])


def _change_thickness(images: Tensor, generator: torch.Generator) -> Tensor:
    """Blend every image with its dilation or its erosion, float32 (B, 28, 28)."""
    draw = torch.rand(len(images), 1, 1, generator=generator, device=images.device) * 2 - 1
    thicker = _over_neighbours(images, torch.maximum).float()
    thinner = _over_neighbours(images, torch.minimum).float()
    thicker.lerp_(images.float(), 1 - THICKER * draw.clamp(min=0))
    return thicker.add_(thinner.sub_(images).mul_(draw.neg().clamp_(min=0) * THINNER))


def _over_neighbours(images: Tensor, extreme: Callable[..., Tensor]) -> Tensor:
    """The maximum or minimum of every pixel and its eight neighbours, as ``images``.

    First over the rows, then over the columns; bytes stay bytes, of which a processor takes four
    times as many at once as of floats.
    """
    rows = images.clone()
    extreme(rows[:, 1:], images[:, :-1], out=rows[:, 1:])
    extreme(rows[:, :-1], images[:, 1:], out=rows[:, :-1])
    square = rows.clone()
    extreme(square[:, :, 1:], rows[:, :, :-1], out=square[:, :, 1:])
    extreme(square[:, :, :-1], rows[:, :, 1:], out=square[:, :, :-1])
    return square
