"""Layers, neurons, weights and images are chosen by number; the number may be of none."""

from __future__ import annotations

import operator
from typing import Literal, TypeAlias

from mnist_core.errors import InspectionError

Kind: TypeAlias = Literal["layer", "neuron", "weight", "image"]


def check_index(kind: Kind, index: int, count: int) -> int:
    """``index`` itself, counted from 0, if there is one.

    Raises:
        InspectionError: there is none.
    """
    number = operator.index(index)
    if 0 <= number < count:
        return number
    raise _missing(kind, number, count)


def _missing(kind: Kind, index: int, count: int) -> InspectionError:
    """People count from 1, so the sentences do."""
    value, nearest = index + 1, min(max(index, 0), count - 1)
    if kind == "layer":
        return InspectionError(
            "There is no layer {value}: this network has {count}. Choose one of them.",
            code="no_such_layer",
            nearest=nearest,
            value=value,
            count=count,
        )
    if kind == "neuron":
        return InspectionError(
            "There is no neuron {value}: this layer has {count}. Choose one of them.",
            code="no_such_neuron",
            nearest=nearest,
            value=value,
            count=count,
        )
    if kind == "weight":
        return InspectionError(
            "There is no weight {value}: this neuron has {count}. Choose one of them.",
            code="no_such_weight",
            nearest=nearest,
            value=value,
            count=count,
        )
    return InspectionError(
        "There is no image {value}: this batch has {count}. Choose one of them.",
        code="no_such_image",
        nearest=nearest,
        value=value,
        count=count,
    )
