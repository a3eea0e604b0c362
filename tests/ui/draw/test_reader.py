"""A picture is read once."""

from __future__ import annotations

import numpy as np
import pytest

from mnist_core.evaluation.prediction import predict
from mnist_core.model.mlp import MLP
from ui.draw import reader
from ui.draw.reader import Reader


def test_a_picture_is_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[bytes] = []

    def counted(model: MLP, picture: np.ndarray) -> object:
        seen.append(picture.tobytes())
        return predict(model, picture)

    monkeypatch.setattr(reader, "predict", counted)
    one, other = np.zeros((28, 28), np.uint8), np.full((28, 28), 7, np.uint8)
    asked = Reader(MLP((16,)).eval())
    assert asked.read(one) is asked.read(one.copy())
    assert asked.read(other) is not asked.read(one)
    assert seen == [one.tobytes(), other.tobytes()]
