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

SIDE = 28
# How far each goes at most; every image draws its own value from -limit to +limit.
ROTATION = 15.0  # degrees
SHIFT = 0.07  # of the picture's side: 2 pixels
SCALE = 0.15  # each axis by itself, of its length
SHEAR = 0.25  # how far a pixel moves for each pixel of height
THICKNESS = 1.0  # 1: as thick as 3 x 3 dilation makes it, -1: as thin as 3 x 3 erosion does
# Elastic bending: mean displacement in pixels, and the control points it hangs on.  Three times
# as much makes other digits of them.
ELASTIC = 0.6
CONTROLS = 6


def augment(images: Tensor, generator: torch.Generator) -> Tensor:
    """Bend every image by its own random rotation, shift, scale, shear, elastic field and pen.

    Args:
        images: uint8 or float (B, 28, 28), from 0 = paper to 255 = ink.
        generator: on the images' device; the only source of chance.

    Returns:
        A new float32 (B, 28, 28), 0 to 255.
    """
    count = len(images)
    places = _draw_transforms(count, generator) @ _basis(images.device)  # (B, 2, 784)
    grid = places.view(count, 2, SIDE, SIDE).permute(0, 2, 3, 1)
    thicker = _change_thickness(images, generator)
    bent = F.grid_sample(thicker[:, None], grid, padding_mode="zeros", align_corners=False)
    return bent[:, 0]


def _draw_transforms(count: int, generator: torch.Generator) -> Tensor:
    """Where each image's pixels are read from, as weights of :func:`_basis`.

    Returns:
        float32 (count, 2, 3 + CONTROLS**2): for x and y, the affine map's two columns and shift,
        and the elastic field's control points.
    """
    device = generator.device
    draw = torch.rand(6, count, generator=generator, device=device) * 2 - 1
    angle = draw[0] * math.radians(ROTATION)
    wide, high = 1 / (1 + SCALE * draw[1]), 1 / (1 + SCALE * draw[2])
    slant = SHEAR * draw[3]
    cosine, sine = angle.cos(), angle.sin()
    weights = torch.empty(count, 2, 3 + CONTROLS**2, device=device)
    # Read from rotation @ shear @ scale of the pixel's own place.
    weights[:, 0, 0] = cosine * wide
    weights[:, 0, 1] = (cosine * slant - sine) * high
    weights[:, 1, 0] = sine * wide
    weights[:, 1, 1] = (sine * slant + cosine) * high
    weights[:, :, 2] = draw[4:6].T * (2 * SHIFT)  # the picture's side is 2 long
    weights[:, :, 3:].normal_(0, 1, generator=generator)
    return weights


@lru_cache(maxsize=4)
def _basis(device: torch.device) -> Tensor:
    """What every grid is a sum of, float32 (3 + CONTROLS**2, 784): x, y, 1 and smooth bumps.

    Coordinates as ``grid_sample`` wants them, -1 to 1 over the picture.  A bump is a Gaussian as
    wide as the control points are apart; together, each weighted by a standard normal number,
    they move a pixel by ELASTIC pixels in the mean.
    """
    line = (torch.arange(SIDE, device=device) * 2 + 1) / SIDE - 1
    y, x = torch.meshgrid(line, line, indexing="ij")
    middles = torch.linspace(-1, 1, CONTROLS, device=device)
    hill = torch.exp(-0.5 * ((line - middles[:, None]) / (2 / (CONTROLS - 1))) ** 2)
    bumps = torch.einsum("ay,bx->abyx", hill, hill).reshape(CONTROLS**2, SIDE * SIDE)
    spread = bumps.square().sum(dim=0).sqrt()  # standard deviation at each pixel, on one axis
    # The length of a vector of two standard normal numbers is sqrt(pi / 2) in the mean.
    wanted = ELASTIC / math.sqrt(math.pi / 2) * (2 / SIDE)
    straight = torch.stack([x, y, torch.ones_like(x)]).reshape(3, SIDE * SIDE)
    return torch.cat([straight, bumps / spread * wanted])


def _change_thickness(images: Tensor, generator: torch.Generator) -> Tensor:
    """Blend every image with its dilation or its erosion, float32 (B, 28, 28)."""
    draw = torch.rand(len(images), 1, 1, generator=generator, device=images.device) * 2 - 1
    draw *= THICKNESS
    thicker = _over_neighbours(images, torch.maximum).float()
    thinner = _over_neighbours(images, torch.minimum).float()
    thicker.lerp_(images.float(), 1 - draw.clamp(min=0))
    return thicker.add_(thinner.sub_(images).mul_(draw.neg().clamp_(min=0)))


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
