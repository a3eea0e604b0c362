"""Every image is bent in a way of its own, from the run's own chance, and stays a digit."""

from __future__ import annotations

import pytest
import torch

from mnist_core.config.training_config import TrainingConfig
from mnist_core.data.augmentation import augment
from mnist_core.data.mnist import Mnist, Splits
from mnist_core.model.mlp import build_model
from mnist_core.tracking.metrics import EpochMetrics
from mnist_core.training.loop import evaluate, train


def chance(seed: int = 0) -> torch.Generator:
    return torch.Generator().manual_seed(seed)


@pytest.mark.parametrize("dtype", [torch.uint8, torch.float32])
@pytest.mark.parametrize("count", [1, 7, 64])
def test_bent_keeps_shape_and_range(mnist, dtype, count) -> None:
    """Shape and range stay, and the images are left alone."""
    images = mnist.train.images[:count].to(dtype)
    before = images.clone()
    bent = augment(images, chance())
    assert torch.equal(images, before)
    assert bent.shape == images.shape
    assert bent.dtype == torch.float32
    assert bent.min() >= 0 and bent.max() <= 255.001
    assert not torch.equal(bent, images.float())


def test_no_images_give_no_images() -> None:
    assert augment(torch.zeros(0, 28, 28, dtype=torch.uint8), chance()).shape == (0, 28, 28)


def test_bent_bytes_and_floats_alike(mnist) -> None:
    """Bytes and floats of the same pixels are bent alike."""
    images = mnist.train.images[:16]
    torch.testing.assert_close(augment(images, chance()), augment(images.float(), chance()))


def test_each_image_has_its_own_transform(mnist) -> None:
    same = mnist.train.images[7].expand(50, 28, 28).contiguous()
    bent = augment(same, chance())
    distances = torch.cdist(bent.flatten(1), bent.flatten(1))
    distances.fill_diagonal_(torch.inf)
    assert distances.min() > 100, "two of fifty came out (almost) alike"


def test_the_generator_alone_decides(mnist) -> None:
    images = mnist.train.images[:32]
    torch.manual_seed(5)
    before = torch.get_rng_state()
    first = augment(images, chance(3))
    assert torch.equal(torch.get_rng_state(), before), "the global generator was touched"
    assert torch.equal(first, augment(images, chance(3)))
    assert not torch.equal(first, augment(images, chance(4)))


def test_paper_stays_paper() -> None:
    assert augment(torch.zeros(8, 28, 28, dtype=torch.uint8), chance()).abs().max() == 0


def test_bent_keeps_position_and_size(mnist) -> None:
    """The digit stays near the middle and of about its size."""
    images = mnist.train.images[:2000]
    bent = augment(images, chance())
    place = torch.arange(28.0)
    mass = bent.sum(dim=(1, 2))
    for ink in (bent.sum(dim=1), bent.sum(dim=2)):
        middle = (ink @ place) / mass
        assert middle.mean().sub(14).abs() < 0.15, "shifted on the whole"
        assert middle.sub(14).abs().max() < 4
    ratio = mass / images.float().sum(dim=(1, 2))
    assert 0.85 < ratio.median() < 1.2
    assert ratio.quantile(0.1) < 0.85, "none is thinner"
    assert ratio.quantile(0.9) > 1.15, "none is thicker"


def test_a_bent_digit_is_brought_back_to_mnists_size(mnist) -> None:
    """Without it, a 7 turned by 6 degrees would be larger than any digit that is ever drawn."""
    thick = mnist.train.images[:2000]
    bent = augment(thick, chance())
    sides = [
        torch.stack([(image > 100).any(dim=1).sum(), (image > 100).any(dim=0).sum()]).max()
        for image in bent
    ]
    longest = torch.stack(sides).float()
    assert 19 <= longest.median() <= 21
    assert longest.quantile(0.02) >= 17
    assert longest.quantile(0.98) <= 24


def test_a_trained_network_still_reads_most_of_them(mnist) -> None:
    """Bent, but digits: a network that never saw a bent one reads the most of them."""
    config = TrainingConfig(hidden_sizes=(64,), epochs=1, batch_size=64)
    train_split, test = mnist.train.select(slice(30_000)), mnist.test.select(slice(2000))
    model = build_model(config)
    for _ in train(model, Splits(train_split, test, test, "test"), config):
        pass
    plain = evaluate(model, test).accuracy
    bent = type(test)(augment(test.images, chance()).round().byte(), test.labels)
    assert plain > 0.88
    assert 0.6 < evaluate(model, bent).accuracy < plain


def test_a_run_for_handwriting_differs_and_repeats_exactly(small_mnist: Mnist) -> None:
    test = small_mnist.test
    splits = Splits(small_mnist.train, test, test, "test")
    config = TrainingConfig(hidden_sizes=(16,), epochs=2, batch_size=128, handwriting=True)

    def run(config: TrainingConfig) -> list[tuple[float, float]]:
        events = train(build_model(config), splits, config)
        return [
            (event.train_loss, event.held_out_loss)
            for event in events
            if isinstance(event, EpochMetrics)
        ]

    first = run(config)
    torch.rand(10)  # whatever else draws meanwhile
    assert first == run(config)
    plain = TrainingConfig(hidden_sizes=(16,), epochs=2, batch_size=128)
    assert first[-1][0] > run(plain)[-1][0], "bent images are harder to learn"
