"""The model as one run of the page uses it: each picture passes through it once."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from mnist_core.evaluation import Prediction, predict
from mnist_core.model import MLP


@dataclass
class Reader:
    """Reads a picture once, however many parts of the page ask what it says."""

    model: MLP
    _read: dict[bytes, Prediction] = field(default_factory=dict)

    def read(self, picture: np.ndarray) -> Prediction:
        """The answer for a prepared picture, uint8 (28, 28)."""
        key = picture.tobytes()
        if key not in self._read:
            self._read[key] = predict(self.model, picture)
        return self._read[key]
