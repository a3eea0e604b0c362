"""The code of Draw reads a picture as the app does."""

from __future__ import annotations

from typing import Any

import pytest
import torch

from mnist_core.config.training_config import TUTORIAL, TrainingConfig
from mnist_core.data.mnist import Mnist
from mnist_core.model.mlp import build_model
from tests.programs import first_images
from ui.draw import listing as draw_listing

pytestmark = pytest.mark.usefixtures("visit")


@pytest.fixture(scope="module")
def mnist() -> Mnist:
    return first_images()


def test_a_picture_is_read_as_the_app_reads_it(mnist: Mnist) -> None:
    from mnist_core.evaluation.scores import predict_all

    model = build_model(TUTORIAL)
    shown: dict[str, Any] = {
        "torch": torch,
        "model": model,
        "picture": mnist.test.images[0].numpy(),
    }
    exec(draw_listing.prediction().source, shown)
    ours = predict_all(build_model(TUTORIAL), mnist.test.images[:1])
    assert torch.equal(shown["probabilities"], torch.from_numpy(ours))
    assert shown["digit"] == ours.argmax()


def test_picture_for_network_without_normalisation(mnist: Mnist) -> None:
    from mnist_core.evaluation.prediction import predict

    config = TrainingConfig(normalize=False)
    picture = mnist.test.images[0].numpy()
    shown: dict[str, Any] = {"torch": torch, "model": build_model(config), "picture": picture}
    exec(draw_listing.prediction(config).source, shown)
    ours = predict(build_model(config), picture)
    assert torch.allclose(shown["probabilities"][0], torch.from_numpy(ours.probabilities))
    assert not torch.allclose(
        shown["probabilities"][0],
        torch.from_numpy(predict(build_model(TUTORIAL), picture).probabilities),
    )
