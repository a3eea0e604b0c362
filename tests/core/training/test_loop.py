"""train(): the literal loop's result, its own random numbers, and events that can be trusted."""

from __future__ import annotations

import functools
import math
import threading
from collections.abc import Iterator
from typing import Any

import pytest
import torch
from torch import Tensor

from mnist_core.config.training_config import TrainingConfig
from mnist_core.data.mnist import Mnist, Split, Splits, normalise, split_validation, splits_for
from mnist_core.model.mlp import MLP, build_model
from mnist_core.tracking.metrics import BatchMetrics, Diverged, EpochMetrics, Event
from mnist_core.training import loop
from mnist_core.training.loop import available_devices, evaluate, train
from mnist_core.training.schedules import learning_rates
from mnist_core.training.weight_averaging import WeightAverage
from tests.core.training.literal_loop import literal_model, score_literally, train_literally

IMAGES, TEST_IMAGES = 2000, 500
SMALL = TrainingConfig(hidden_sizes=(32,), epochs=2)

CONFIGS = [
    TrainingConfig(epochs=2),
    TrainingConfig(epochs=2, hidden_sizes=(), seed=5),
    TrainingConfig(epochs=1, hidden_sizes=(24, 40, 16, 8), batch_size=16, seed=1),
    TrainingConfig(epochs=2, hidden_sizes=(64,), activation="tanh", optimizer="adamw"),
    TrainingConfig(epochs=2, hidden_sizes=(64,), activation="sigmoid", batch_size=512),
    TrainingConfig(
        epochs=2, hidden_sizes=(64, 32), activation="gelu", optimizer="sgd", learning_rate=0.05
    ),
    TrainingConfig(
        epochs=2, hidden_sizes=(128,), activation="leaky_relu", schedule="one_cycle", batch_size=128
    ),
    TrainingConfig(epochs=2, hidden_sizes=(128,), schedule="cosine", learning_rate=5e-3),
    TrainingConfig(epochs=2, hidden_sizes=(64, 32), activation="identity"),
]
# The data or the start are not the tutorial's.
CHANGED = [
    TrainingConfig(epochs=2, hidden_sizes=(32,), training_images=300, seed=2),
    TrainingConfig(epochs=2, hidden_sizes=(32,), label_noise=0.3, seed=2),
    TrainingConfig(epochs=2, hidden_sizes=(32,), label_noise=0.5, training_images=700),
    TrainingConfig(epochs=2, hidden_sizes=(32,), order="unshuffled"),
    TrainingConfig(epochs=2, hidden_sizes=(32,), order="sorted", label_noise=0.1),
    TrainingConfig(epochs=2, hidden_sizes=(32,), normalize=False, optimizer="sgd"),
    TrainingConfig(epochs=2, hidden_sizes=(32,), initial_weights="zeros"),
    TrainingConfig(epochs=2, hidden_sizes=(32,), initial_weights="normal", seed=3),
]


def run(config: TrainingConfig, splits: Splits, **options: Any) -> tuple[MLP, list[Event]]:
    model = build_model(config)
    return model, list(train(model, splits, config, **options))


def equal(model: torch.nn.Module, other: torch.nn.Module) -> bool:
    pairs = zip(model.parameters(), other.parameters(), strict=True)
    return all(torch.equal(a, b) for a, b in pairs)


def last_epoch(events: list[Event]) -> EpochMetrics:
    assert isinstance(events[-1], EpochMetrics)
    return events[-1]


def describe(config: TrainingConfig) -> str:
    return "&".join(f"{key}={value}" for key, value in config.to_query().items())


@functools.cache
def literally(config: TrainingConfig) -> MLP:
    """The model as the literal loop trains it, with the same Adam as ours."""
    literal = literal_model(config)
    train_literally(literal, config, images=IMAGES, fused=True)
    return literal


@pytest.mark.parametrize("config", CONFIGS, ids=describe)
def test_it_is_the_literal_loop(config: TrainingConfig, small_splits: Splits) -> None:
    """Bit for bit with the same Adam; and within 1e-5 an epoch with its unfused twin."""
    model, events = run(config, small_splits)
    literal = literally(config)
    assert equal(model, literal)
    loss, accuracy = score_literally(literal, images=TEST_IMAGES)
    assert last_epoch(events).held_out_accuracy == accuracy
    assert last_epoch(events).held_out_loss == pytest.approx(loss, rel=1e-6)

    plain = literal_model(config)
    train_literally(plain, config, images=IMAGES, fused=False)
    for ours, theirs in zip(model.parameters(), plain.parameters(), strict=True):
        assert torch.allclose(ours, theirs, rtol=0, atol=1e-5)


@pytest.mark.parametrize("readable", [False, True])
@pytest.mark.parametrize("config", CHANGED, ids=describe)
def test_changed_data_and_start_are_the_literal_loops(
    config: TrainingConfig, readable: bool, small_mnist: Mnist
) -> None:
    """The same change made with a Dataset's own labels, ``Subset`` and ``nn.init``: bit for bit."""
    model, events = run(config, splits_for(small_mnist, config), readable=readable)
    literal = literally(config)
    assert equal(model, literal)
    loss, accuracy = score_literally(literal, images=TEST_IMAGES, normalize=config.normalize)
    assert last_epoch(events).held_out_accuracy == accuracy
    assert last_epoch(events).held_out_loss == pytest.approx(loss, rel=1e-6)


SEEDS = (0, 1, 2)


def accuracies(mnist: Mnist, epochs: int = 4, **changes: Any) -> tuple[float, float]:
    """Of three seeds, the mean accuracy on the training images and on the test images."""
    scores = []
    for seed in SEEDS:
        config = TrainingConfig(hidden_sizes=(64,), epochs=epochs, seed=seed, **changes)
        end = last_epoch(run(config, splits_for(mnist, config))[1])
        scores.append((end.train_accuracy, end.held_out_accuracy))
    train_mean, test_mean = torch.tensor(scores).mean(dim=0).tolist()
    return train_mean, test_mean


def test_few_training_images_are_learned_by_heart(small_mnist: Mnist) -> None:
    on_training, on_test = accuracies(small_mnist, epochs=40, training_images=200)
    assert on_training > 0.99
    assert on_test < 0.85 < accuracies(small_mnist, training_images=2_000)[1]


def test_wrong_labels_hardly_harm_at_first(small_mnist: Mnist) -> None:
    """The accuracy on the training images, of which 30 % are labelled wrongly, stays below 75 %."""
    on_training, on_test = accuracies(small_mnist, label_noise=0.3)
    assert on_training < 0.75 and on_test > on_training + 0.05
    assert on_test > accuracies(small_mnist)[1] - 0.1


def test_sorted_images_are_forgotten(small_mnist: Mnist) -> None:
    """Hardly more than the last digit is known; of MNIST's files as they are, all digits."""
    steps: dict[str, Any] = {"epochs": 2, "batch_size": 16, "learning_rate": 5e-3}
    orders = ("sorted", "unshuffled", "shuffled")
    by_digit, as_in_files, usual = (
        accuracies(small_mnist, **steps, order=order)[1] for order in orders
    )
    assert by_digit < 0.2
    assert abs(as_in_files - usual) < 0.04


def test_images_that_are_not_normalised_are_learned_more_slowly(small_mnist: Mnist) -> None:
    slow, usual = (accuracies(small_mnist, 1, normalize=each)[1] for each in (False, True))
    assert slow < usual - 0.03
    assert accuracies(small_mnist, 20, normalize=False)[1] > 0.85


@pytest.mark.parametrize("activation", ["relu", "tanh", "identity"])
def test_zeros_at_the_start_learn_nothing(small_mnist: Mnist, activation: Any) -> None:
    """With an activation that leaves 0 as it is, none but the last layer's biases move."""
    config = TrainingConfig(
        hidden_sizes=(32, 16), epochs=2, initial_weights="zeros", activation=activation
    )
    model, events = run(config, splits_for(small_mnist, config))
    *others, last_bias = model.parameters()
    assert not any(parameter.any() for parameter in others) and last_bias.any()
    assert last_epoch(events).held_out_accuracy < 0.2


def test_large_initial_weights_begin_with_a_huge_loss(small_mnist: Mnist) -> None:
    config = TrainingConfig(hidden_sizes=(64,), initial_weights="normal", epochs=1)
    _, events = run(config, splits_for(small_mnist, config))
    assert isinstance(events[0], BatchMetrics) and events[0].loss > 100
    assert last_epoch(events).held_out_accuracy < accuracies(small_mnist, 1)[1] - 0.1


def test_identity_makes_a_deep_network_a_single_layer(small_mnist: Mnist) -> None:
    """Its matrices multiplied out give the same answers."""
    config = TrainingConfig(hidden_sizes=(32, 16), activation="identity", epochs=2)
    splits = splits_for(small_mnist, config)
    model, _ = run(config, splits)
    weight, bias = torch.eye(784), torch.zeros(784)
    for layer in model.linear_layers:
        weight, bias = layer.weight @ weight, layer.weight @ bias + layer.bias
    images = normalise(splits.test.images)
    with torch.no_grad():
        assert torch.allclose(images.flatten(1) @ weight.T + bias, model(images), atol=1e-4)


@pytest.mark.parametrize(
    "config",
    [
        SMALL,
        TrainingConfig(hidden_sizes=(32, 16), epochs=2, dropout=0.2, weight_averaging=True),
        TrainingConfig(hidden_sizes=(32,), epochs=1, handwriting=True),
    ],
    ids=describe,
)
def test_the_fast_step_changes_no_result(config: TrainingConfig, small_splits: Splits) -> None:
    fast, events = run(config, small_splits)
    slow, expected = run(config, small_splits, readable=True)
    assert equal(fast, slow)
    assert events == expected


def test_events_come_in_order_and_add_up(small_splits: Splits) -> None:
    config = TrainingConfig(hidden_sizes=(16,), epochs=2, schedule="cosine", batch_size=128)
    _, events = run(config, small_splits)
    per_epoch = config.steps_per_epoch(IMAGES)
    assert per_epoch == 16
    kinds = [type(event) for event in events]
    assert kinds == ([BatchMetrics] * per_epoch + [EpochMetrics]) * 2
    batches = [event for event in events if isinstance(event, BatchMetrics)]
    assert [batch.step for batch in batches] == list(range(1, 2 * per_epoch + 1))
    assert [batch.epoch for batch in batches] == [1] * per_epoch + [2] * per_epoch
    rates = learning_rates(config, 2 * per_epoch).tolist()
    assert [batch.learning_rate for batch in batches] == rates
    first = events[per_epoch]
    assert isinstance(first, EpochMetrics)
    sizes = [128] * 15 + [80]
    weighted = sum(b.loss * n for b, n in zip(batches[:per_epoch], sizes, strict=True))
    assert first.train_loss == pytest.approx(weighted / IMAGES)
    assert first.learning_rate == rates[per_epoch - 1]
    assert 0.1 < first.train_accuracy < last_epoch(events).train_accuracy < 1


def test_epoch_metrics_describe_the_model(small_splits: Splits) -> None:
    """An epoch's metrics describe the model as it is then."""
    for averaging in (False, True):
        config = TrainingConfig(hidden_sizes=(16,), epochs=2, weight_averaging=averaging)
        model = build_model(config)
        for event in train(model, small_splits, config):
            if isinstance(event, EpochMetrics):
                score = evaluate(model, small_splits.held_out)
                assert score.accuracy == event.held_out_accuracy
                assert score.loss == event.held_out_loss


def test_averaging_does_not_change_what_is_averaged(small_splits: Splits) -> None:
    """The mean over a plain training, taken from outside, is the averaging training's model."""
    config = TrainingConfig(hidden_sizes=(16,), epochs=2)
    plain = build_model(config)
    mean = WeightAverage(list(plain.parameters()))
    for event in train(plain, small_splits, config):
        if isinstance(event, BatchMetrics):
            mean.update()
    mean.swap()
    averaged, _ = run(
        TrainingConfig(hidden_sizes=(16,), epochs=2, weight_averaging=True), small_splits
    )
    assert equal(averaged, plain)


@pytest.mark.parametrize("config", [SMALL, TrainingConfig(hidden_sizes=(32,), dropout=0.4)])
def test_no_global_random_number_is_drawn(config: TrainingConfig, small_splits: Splits) -> None:
    before = torch.get_rng_state()
    run(config, small_splits)
    assert torch.equal(torch.get_rng_state(), before)


def test_same_seed_same_result_other_seed_other_result(small_splits: Splits) -> None:
    config = TrainingConfig(hidden_sizes=(32,), epochs=1, dropout=0.2)
    first, first_events = run(config, small_splits)
    torch.manual_seed(12345)
    again, again_events = run(config, small_splits)
    assert equal(first, again)
    assert first_events == again_events
    other, _ = run(TrainingConfig(hidden_sizes=(32,), epochs=1, dropout=0.2, seed=1), small_splits)
    assert not equal(first, other)


def test_other_trainings_in_the_same_process_change_nothing(small_splits: Splits) -> None:
    configs = [
        TrainingConfig(hidden_sizes=(64, 32), epochs=2, dropout=0.2),
        TrainingConfig(hidden_sizes=(64,), epochs=2, activation="gelu", weight_averaging=True),
        TrainingConfig(hidden_sizes=(128,), epochs=2, optimizer="sgd", handwriting=True),
    ]
    alone = [run(config, small_splits) for config in configs]
    together: dict[int, tuple[MLP, list[Event]]] = {}
    start = threading.Barrier(len(configs))

    def train_one(number: int) -> None:
        torch.set_num_threads(1)
        start.wait()
        together[number] = run(configs[number], small_splits)

    threads = [threading.Thread(target=train_one, args=(n,)) for n in range(len(configs))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for number, (model, events) in enumerate(alone):
        assert equal(model, together[number][0])
        assert events == together[number][1]


def test_dropout_and_handwriting_leave_the_batches_alone(
    small_splits: Splits, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Switching one random thing on shifts no other's draws."""
    seen: list[Tensor] = []
    order = loop.Batches.order

    def watch(self: loop.Batches, generator: torch.Generator) -> Tensor:
        seen.append(order(self, generator))
        return seen[-1]

    monkeypatch.setattr(loop.Batches, "order", watch)
    run(SMALL, small_splits)
    run(TrainingConfig(hidden_sizes=(32,), epochs=2, dropout=0.5, handwriting=True), small_splits)
    assert len(seen) == 4
    assert torch.equal(seen[0], seen[2]) and torch.equal(seen[1], seen[3])


def test_stopping_is_ceasing_to_iterate(small_splits: Splits) -> None:
    steps = 7
    stopped = build_model(SMALL)
    events = train(stopped, small_splits, SMALL)
    for _ in range(steps):
        next(events)
    events.close()  # type: ignore[attr-defined]
    assert all(parameter.grad is None for parameter in stopped.parameters())

    whole = build_model(SMALL)
    for step, _ in enumerate(train(whole, small_splits, SMALL), start=1):
        if step == steps:
            assert equal(stopped, whole)
    assert not equal(stopped, whole)


def test_train_stopped_with_averaging(
    small_splits: Splits,
) -> None:
    """Stopped in mid-epoch, the model holds the mean of its weights."""
    config = TrainingConfig(hidden_sizes=(16,), weight_averaging=True, learning_rate=0.01)
    model = build_model(config)
    mean = WeightAverage(list(model.parameters()))
    events = train(model, small_splits, config)
    for _step in range(7):
        next(events)
        mean.update()
    raw = [weight.clone() for weight in model.parameters()]
    events.close()  # type: ignore[attr-defined]
    stopped = [weight.clone() for weight in model.parameters()]
    mean.swap()
    for weight, before, expected in zip(stopped, raw, model.parameters(), strict=True):
        assert not torch.equal(weight, before)
        assert torch.equal(weight, expected)


@pytest.mark.parametrize("readable", [False, True])
def test_a_loss_that_leaves_the_numbers_ends_the_training(
    small_splits: Splits, readable: bool
) -> None:
    config = TrainingConfig(
        hidden_sizes=(64, 64), optimizer="sgd", learning_rate=10.0, epochs=50, batch_size=128
    )
    _, events = run(config, small_splits, readable=readable)
    end = events[-1]
    assert isinstance(end, Diverged)
    assert not math.isfinite(end.loss)
    assert end.step == (end.epoch - 1) * 16 + end.batch
    told = [event for event in events if isinstance(event, BatchMetrics)]
    assert len(told) == end.step - 1
    assert all(math.isfinite(event.loss) for event in told)


def test_train_diverged_at_last_step(small_splits: Splits, monkeypatch: pytest.MonkeyPatch) -> None:
    """Metrics with NaN would be no JSON and no point on a chart."""
    lost = loop.Evaluation(math.nan, 0.1)
    monkeypatch.setattr(loop, "evaluate", lambda model, split: lost)
    _, events = run(SMALL, small_splits)
    assert [type(event) for event in events] == [BatchMetrics] * 32 + [Diverged]
    assert repr(events[-1]) == "Diverged(epoch=1, step=32, batch=32, loss=nan)"


@pytest.mark.parametrize("rate", [1e-3, 10.0])
def test_train_by_epoch_alone(
    small_splits: Splits, monkeypatch: pytest.MonkeyPatch, rate: float
) -> None:
    """As on a GPU, where no batch is waited for."""
    config = TrainingConfig(
        hidden_sizes=(64, 64), optimizer="sgd", learning_rate=rate, epochs=3, batch_size=128
    )
    at_once = run(config, small_splits)
    monkeypatch.setattr(loop, "_tells_at_once", lambda place: False)
    taken = 0
    take = loop.Batches.take

    def watch(self: loop.Batches, order: Tensor) -> Iterator[tuple[Tensor, Tensor]]:
        nonlocal taken
        for pair in take(self, order):
            taken += 1
            yield pair

    monkeypatch.setattr(loop.Batches, "take", watch)
    model = build_model(config)
    later = []
    for event in train(model, small_splits, config):
        assert taken % 16 == 0, "a batch was told before its epoch was done"
        later.append(event)
    assert [repr(event) for event in later] == [repr(event) for event in at_once[1]]
    if rate < 1:
        assert equal(model, at_once[0])


def test_validation_images_are_held_out(small_mnist: Mnist) -> None:
    splits = split_validation(small_mnist, 400, seed=0)
    _, events = run(SMALL, splits)
    assert len([e for e in events if isinstance(e, BatchMetrics)]) == 2 * 25
    held_out = last_epoch(events).held_out_accuracy
    assert held_out * 400 == pytest.approx(round(held_out * 400))


def test_evaluate_puts_the_mode_back_and_counts_every_image(small_splits: Splits) -> None:
    model = MLP((16,), dropout=0.5)
    for mode in (True, False):
        model.train(mode)
        score = evaluate(model, small_splits.train)
        assert model.training is mode
    assert evaluate(model, small_splits.train) == score, "dropout must be off"
    assert score.loss == pytest.approx(math.log(10), abs=0.2)
    assert 0 <= score.accuracy <= 0.3


def test_a_small_network_learns_digits(small_splits: Splits) -> None:
    _, events = run(TrainingConfig(hidden_sizes=(128,), epochs=5), small_splits)
    assert last_epoch(events).held_out_accuracy > 0.85
    assert last_epoch(events).train_loss < 0.25


def test_the_cpu_is_always_there_and_last() -> None:
    assert available_devices()[-1] == "cpu"
    assert set(available_devices()) <= {"cuda", "mps", "cpu"}


def test_the_device_can_be_named(small_splits: Splits) -> None:
    named, events = run(SMALL, small_splits, device="cpu")
    assert (named.linear_layers[0].weight.device.type, events) == (
        "cpu",
        run(SMALL, small_splits)[1],
    )


def test_evaluate_puts_the_mode_back_although_it_fails(small_splits: Splits) -> None:
    model = build_model(SMALL).train()
    wrong = Split(small_splits.test.images[:, :-1], small_splits.test.labels)
    with pytest.raises(RuntimeError):
        evaluate(model, wrong)
    assert model.training
