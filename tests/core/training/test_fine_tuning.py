"""Fine-tuning on a person's own digits: it learns them, and forgets only when it may."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from mnist_core.config.training_config import TrainingConfig
from mnist_core.data.mnist import Mnist, Splits
from mnist_core.model.mlp import MLP, build_model
from mnist_core.tracking.metrics import EpochMetrics
from mnist_core.training.fine_tuning import HandResult, HandStep, fine_tune, hold_out
from mnist_core.training.loop import evaluate, train


@pytest.fixture(scope="module")
def trained(small_splits: Splits) -> MLP:
    config = TrainingConfig(hidden_sizes=(64,), epochs=3)
    model = build_model(config)
    for _ in train(model, small_splits, config):
        pass
    return model.eval()


Hand = tuple[np.ndarray, np.ndarray]


def six_of_each(mnist: Mnist) -> Hand:
    labels = mnist.train.labels.numpy()
    places = np.concatenate([np.flatnonzero(labels == digit)[:6] for digit in range(10)])
    return mnist.train.images.numpy()[places].copy(), labels[places].astype(np.int64)


@pytest.fixture(scope="module")
def strange_hand(small_mnist: Mnist) -> Hand:
    """Somebody who writes all digits lying on their side."""
    pictures, labels = six_of_each(small_mnist)
    return np.rot90(pictures, axes=(1, 2)).copy(), labels


@pytest.fixture(scope="module")
def usual_hand(small_mnist: Mnist) -> Hand:
    """Somebody who writes 7 as in a mirror, and all else as most people do."""
    pictures, labels = six_of_each(small_mnist)
    pictures[labels == 7] = pictures[labels == 7, :, ::-1]
    return pictures, labels


def result_of(model: MLP, hand: tuple[np.ndarray, np.ndarray], mnist: Mnist, **how) -> HandResult:
    events = fine_tune(model, *hand, mnist.train, mnist.test, **how)
    while True:
        try:
            assert isinstance(next(events), HandStep)
        except StopIteration as end:
            assert isinstance(end.value, HandResult)
            return end.value


def test_it_learns_the_hand(trained, strange_hand, small_mnist) -> None:
    result = result_of(trained, strange_hand, small_mnist)
    assert result.checked_apart
    assert result.own_before <= 0.3
    assert result.own_after >= result.own_before + 0.3


def test_it_keeps_what_it_knew(trained, usual_hand, small_mnist) -> None:
    result = result_of(trained, usual_hand, small_mnist)
    assert result.test_after >= result.test_before - 0.05


def test_network_without_normalisation_is_fine_tuned_without(small_splits, usual_hand, small_mnist):
    """Normalised images would be other ones than those it knows, and its accuracy would fall."""
    config = TrainingConfig(hidden_sizes=(64,), epochs=3, normalize=False)
    model = build_model(config)
    *_, end = train(model, small_splits, config)
    assert isinstance(end, EpochMetrics)
    result = result_of(model, usual_hand, small_mnist, steps=60)
    assert not result.model.normalize
    assert result.test_before == end.held_out_accuracy
    assert result.test_after >= result.test_before - 0.05


def test_without_mnist_it_forgets(trained, strange_hand, small_mnist) -> None:
    mixed = result_of(trained, strange_hand, small_mnist, steps=400)
    alone = result_of(trained, strange_hand, small_mnist, steps=400, mixed=False)
    assert alone.test_after < mixed.test_after - 0.05


def test_comparison_copy(trained, strange_hand, usual_hand, small_mnist) -> None:
    """It takes as many steps, and sees MNIST alone."""
    events = list(fine_tune(trained, *strange_hand, small_mnist.train, small_mnist.test, steps=5))
    steps = [event for event in events if not event.checking]
    assert [event.step for event in steps] == [1, 2, 3, 4, 5] * 2
    assert [event.comparing for event in steps] == [False] * 5 + [True] * 5
    results = [
        result_of(trained, hand, small_mnist, mixed=mixed)
        for hand, mixed in ((strange_hand, True), (usual_hand, False))
    ]
    assert results[0].test_alone == results[1].test_alone  # whatever the digits are
    assert results[0].own_after > results[0].own_alone + 0.3


def test_the_model_given_stays_as_it_was(trained, strange_hand, small_mnist) -> None:
    before = {name: value.clone() for name, value in trained.state_dict().items()}
    result = result_of(trained, strange_hand, small_mnist, steps=5)
    assert all(torch.equal(before[name], value) for name, value in trained.state_dict().items())
    assert not result.model.training


def test_the_same_seed_gives_the_same_network(trained, strange_hand, small_mnist) -> None:
    first, second = (
        result_of(trained, strange_hand, small_mnist, steps=5, seed=3).model for _ in range(2)
    )
    for one, other in zip(first.parameters(), second.parameters(), strict=True):
        assert torch.equal(one, other)


def test_dropout_draws_from_the_fine_tunings_own_seed(strange_hand, small_mnist) -> None:
    model = build_model(TrainingConfig(hidden_sizes=(16,), dropout=0.5)).eval()
    losses = []
    for elsewhere in (1, 2):  # whatever others have drawn from torch's global generator
        torch.manual_seed(elsewhere)
        before = torch.get_rng_state()
        events = fine_tune(model, *strange_hand, small_mnist.train, small_mnist.test, steps=5)
        losses.append([event.loss for event in events])
        assert torch.equal(torch.get_rng_state(), before)
    assert losses[0] == losses[1]


def test_result_on_the_test_set(trained, strange_hand, small_mnist) -> None:
    """The fine-tuned network's result is that on the test set."""
    result = result_of(trained, strange_hand, small_mnist, steps=5)
    assert result.test == evaluate(result.model, small_mnist.test)
    assert result.test_after == result.test.accuracy
    assert result.test_before == evaluate(trained, small_mnist.test).accuracy


def test_stop_between_evaluations(trained, strange_hand, small_mnist, monkeypatch) -> None:
    """A fine-tuning can be stopped between any two of them."""
    evaluated, forward = [], MLP.forward

    def counted(model: MLP, images: torch.Tensor) -> torch.Tensor:
        if not model.training:
            evaluated.append(len(images))  # each is one batch here
        return forward(model, images)

    monkeypatch.setattr(MLP, "forward", counted)
    most = 0
    for _event in fine_tune(trained, *strange_hand, small_mnist.train, small_mnist.test, steps=2):
        most = max(most, len(evaluated))
        evaluated.clear()
    assert most == 1


def test_one_drawing_of_each_digit_is_checked_on_itself(trained, strange_hand, small_mnist) -> None:
    pictures, labels = strange_hand
    result = result_of(trained, (pictures[::6], labels[::6]), small_mnist, steps=5)
    assert not result.checked_apart


def test_each_labels_last_drawing_is_held_out() -> None:
    labels = np.array([1, 2, 1, 3, 2, 1])
    assert hold_out(labels).tolist() == [False, False, False, False, True, True]


def test_no_digits_is_an_error(trained, small_mnist) -> None:
    nothing = np.zeros((0, 28, 28), np.uint8), np.zeros(0, np.int64)
    with pytest.raises(ValueError, match="at least one"):
        next(fine_tune(trained, *nothing, small_mnist.train, small_mnist.test))
