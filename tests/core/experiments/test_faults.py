"""Which fault a run has follows from its seed, and nobody foresees the seed."""

from __future__ import annotations

from collections import Counter

import pytest

from mnist_core.config.training_config import SEEDS, TrainingConfig
from mnist_core.experiments.faults import FAULTS, HEALTHY, Fault, fault_of, kept_images, new_seed


def test_every_fault_is_as_likely() -> None:
    counts = Counter(map(fault_of, range(0, SEEDS.maximum, 250)))
    assert set(counts) == set(FAULTS)
    assert max(counts.values()) < 1.2 * min(counts.values())
    assert fault_of(7) == fault_of(7)


def test_a_fault_is_one_thing() -> None:
    usual = TrainingConfig()
    for fault in FAULTS.values():
        assert len(fault.settings) + (not fault.clears_gradients) + fault.learns_test_images == 1
        for name in fault.settings:
            assert getattr(fault.config(3), name) != getattr(HEALTHY, name)
        assert fault.config(3).seed == 3
    assert Fault().config(0) == HEALTHY
    assert HEALTHY.order == usual.order and HEALTHY.normalize and not HEALTHY.label_noise


def test_a_new_seed_is_of_another_fault() -> None:
    others = sorted(FAULTS)[1:]
    assert fault_of(new_seed(others)) == sorted(FAULTS)[0]
    assert len({new_seed() for _ in range(20)}) > 15
    with pytest.raises(ValueError, match="other"):
        new_seed(list(FAULTS))


def test_kept_images() -> None:
    assert (kept_images(12_000, 10_000), kept_images(5, 9)) == (2_000, 0)
