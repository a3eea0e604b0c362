from __future__ import annotations

import torch

from mnist_core.experiments.catalogue.no_activation import multiplied_out, same_answers
from mnist_core.model.mlp import MLP
from tests.core.experiments.performed import TEST, assert_holds, few_images


def test_layers_without_activation_are_one_layer() -> None:
    for outcome in assert_holds("no_activation", 5_000):
        assert outcome.verdict.outcome == "like_none"
        assert outcome.verdict.figures["same_answers"] >= TEST - 2


def test_multiplied_out() -> None:
    """One layer gives the logits of three, but for rounding; with ReLU between them it does not."""
    generator = torch.Generator().manual_seed(0)
    images = torch.rand(20, 784, generator=generator)
    model = MLP((16, 8), "identity", generator=generator)
    weights, biases = multiplied_out(model)
    assert weights.shape == (10, 784) and biases.shape == (10,)
    with torch.inference_mode():
        logits = model(images.view(-1, 28, 28)).double()
    assert torch.allclose(images.double() @ weights.T + biases, logits, atol=1e-5)
    bent = MLP((16, 8), "relu", generator=generator)
    assert same_answers(bent, few_images().test.images) < TEST
