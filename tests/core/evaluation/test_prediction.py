"""One picture's answer is the network's own, with everything the page shows of it."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from torch import nn

from mnist_core.data.mnist import normalise
from mnist_core.evaluation.prediction import SURE, predict
from mnist_core.model.mlp import MLP


@pytest.fixture
def model() -> MLP:
    torch.manual_seed(3)
    return MLP((24, 16), "gelu", dropout=0.4).train()


def test_it_is_what_the_network_says_in_eval_mode(model, mnist) -> None:
    picture = mnist.test.images[0]
    answer = predict(model, picture.numpy())
    assert model.training, "the mode was not put back"
    with torch.no_grad():
        logits = model.eval()(normalise(picture[None]))[0]
    np.testing.assert_allclose(answer.logits, logits.numpy(), atol=1e-6)
    np.testing.assert_allclose(answer.probabilities, torch.softmax(logits, 0).numpy(), atol=1e-6)
    order = logits.argsort(descending=True)
    assert (answer.digit, answer.runner_up) == (int(order[0]), int(order[1]))


def test_the_activations_are_what_the_next_layer_sees(model, mnist) -> None:
    answer = predict(model, mnist.test.images[0].numpy())
    assert [len(activation) for activation in answer.activations] == [24, 16]
    last = model.linear_layers[-1]
    with torch.no_grad():
        logits = last(torch.tensor(answer.activations[-1]))
    np.testing.assert_allclose(answer.logits, logits.numpy(), atol=1e-5)


def test_predict_with_other_networks(mnist) -> None:
    """A network without hidden layers and one of another kind answer too."""
    picture = mnist.test.images[0].numpy()
    plain = nn.Sequential(nn.Flatten(), nn.Linear(784, 10))
    for each in (MLP(()), plain):
        answer = predict(each, picture)
        assert answer.activations == ()
        assert answer.probabilities.sum() == pytest.approx(1, abs=1e-5)


class Says(nn.Module):
    """Answers 7 with a given probability and 2 with the rest."""

    def __init__(self, share: float) -> None:
        super().__init__()
        self.share = share

    def forward(self, images: torch.Tensor) -> torch.Tensor:
        logits = torch.full((len(images), 10), -1e9)
        logits[:, 7], logits[:, 2] = np.log(self.share), np.log(1 - self.share)
        return logits


@pytest.mark.parametrize("share", [SURE - 0.01, SURE + 0.01])
def test_it_is_sure_from_the_threshold_on(share) -> None:
    answer = predict(Says(share), np.zeros((28, 28), np.uint8))
    assert (answer.digit, answer.runner_up) == (7, 2)
    assert answer.sure == (share > SURE)


@pytest.mark.parametrize(
    "picture", [np.zeros((28, 28)), np.zeros((1, 28, 28), np.uint8), np.zeros((20, 20), np.uint8)]
)
def test_what_is_no_picture_is_refused(picture) -> None:
    with pytest.raises(ValueError, match=r"uint8 \(28, 28\)"):
        predict(MLP((8,)), picture)
