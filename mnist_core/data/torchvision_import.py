"""torchvision's data sets, also beside a torch build that torchvision's operators do not fit.

torchvision's compiled operators (``nms``, ``qnms``: for object detection) fail to load beside
some CPU builds of torch, and ``import torchvision`` then stops at ``operator torchvision::nms
does not exist`` although MNIST needs none of them.  Declaring the two operators' signatures, with
nothing behind them, is enough for the import; where the real ones loaded, nothing is done.

Use as ``from mnist_core.data.torchvision_import import datasets``.
"""

from __future__ import annotations

import importlib
from types import ModuleType

import torch

_SCHEMAS = (
    "nms(Tensor dets, Tensor scores, float iou_threshold) -> Tensor",
    "qnms(Tensor dets, Tensor scores, float iou_threshold) -> Tensor",
)
# The declarations vanish with the Library object, so it lives as long as the process.
_library: torch.library.Library | None = None


def _import_datasets() -> ModuleType:
    global _library
    try:
        return importlib.import_module("torchvision.datasets")
    except RuntimeError as error:
        if "torchvision::nms" not in str(error):
            raise
    _library = torch.library.Library("torchvision", "DEF")
    for schema in _SCHEMAS:
        _library.define(schema)
    return importlib.import_module("torchvision.datasets")


datasets = _import_datasets()
