"""Drawn digits come back in their order, and are bounded."""

from __future__ import annotations

import time
from pathlib import Path

import numpy as np
import pytest

from mnist_core.config.server_limits import StoreLimits
from mnist_core.errors import StoreError
from mnist_core.store.digits_table import PER_OWNER
from mnist_core.store.keeper import RunKeeper
from mnist_core.store.store import RunStore
from tests.core.store.kept import digits_of


def test_drawn_digits(keeper: RunKeeper) -> None:
    pictures = np.arange(2 * 784, dtype=np.uint16).astype(np.uint8).reshape(2, 28, 28)
    keeper.add_digit("a", 3, pictures[0])
    keeper.add_digit("a", 9, pictures[1])
    keeper.add_digit("b", 1, pictures[1])
    kept, labels = keeper.digits("a")
    assert np.array_equal(kept, pictures)
    assert kept.dtype == np.uint8
    assert labels.tolist() == [3, 9]
    keeper.replace_digits("a", pictures[:0], labels[:0])
    assert [part.shape for part in keeper.digits("a")] == [(0, 28, 28), (0,)]
    assert len(keeper.digits("b")[1]) == 1


def test_digits_are_replaced_in_their_order(keeper: RunKeeper) -> None:
    pictures, labels = digits_of(5, 3, 9)
    for owner in ("a", "b"):
        for picture, label in zip(pictures, labels.tolist(), strict=True):
            keeper.add_digit(owner, label, picture)
    keeper.replace_digits("a", pictures[[0, 2]], labels[[0, 2]])
    kept, left = keeper.digits("a")
    assert np.array_equal(kept, pictures[[0, 2]]) and left.tolist() == [5, 9]
    keeper.add_digit("a", 1, pictures[1])
    keeper.replace_digits("c", pictures, labels)  # who has none yet
    assert [keeper.digits(owner)[1].tolist() for owner in "abc"] == [
        [5, 9, 1],
        [5, 3, 9],
        [5, 3, 9],
    ]


def test_replaced_digits_are_bounded_like_added_ones(few_digits: RunKeeper) -> None:
    few_digits.replace_digits("a", *digits_of(1, 2, 3, 4, 5, 6))
    assert few_digits.digits("a")[1].tolist() == [3, 4, 5, 6]


def test_digits_of_largest_owner_go(few_digits: RunKeeper) -> None:
    """Who draws the most makes room for what they draw."""
    picture = np.zeros((28, 28), np.uint8)
    for owner in ("back", "here"):
        for label in (1, 2):
            few_digits.add_digit(owner, label, picture)
        few_digits.seen([owner], 1000.0 if owner == "back" else time.time())
    few_digits.add_digit("back", 3, picture)
    assert few_digits.digits("back")[1].tolist() == [2, 3]  # no more goes than has to
    assert few_digits.digits("here")[1].tolist() == [1, 2]  # nobody draws away another's
    few_digits.add_digit("new", 4, picture)
    assert few_digits.digits("here")[1].tolist() == [2]  # longer absent than who just drew
    few_digits.add_digit("new", 5, picture)
    assert few_digits.digits("back")[1].tolist() == [3]
    assert few_digits.digits("new")[1].tolist() == [4, 5]


def test_who_has_drawn_all_there_is_loses_the_oldest(few_digits: RunKeeper) -> None:
    for label in range(6):
        few_digits.add_digit("alone", label, np.zeros((28, 28), np.uint8))
    assert few_digits.digits("alone")[1].tolist() == [2, 3, 4, 5]


def test_an_owners_digits_are_bounded(keeper: RunKeeper) -> None:
    for number in range(PER_OWNER + 3):
        keeper.add_digit("a", number % 10, np.full((28, 28), number % 251, np.uint8))
    pictures, labels = keeper.digits("a")
    assert len(labels) == PER_OWNER
    assert (labels[0], pictures[0, 0, 0]) == (3, 3)


def test_replace_digits_or_none(store: RunStore) -> None:
    """As after a crash in between: what was there is there."""
    store.replace_digits("a", *digits_of(1, 2, 3))
    store._connection.execute(
        "CREATE TEMP TRIGGER stop BEFORE INSERT ON digits WHEN NEW.label = 3 "
        "BEGIN SELECT RAISE(ABORT, 'stopped'); END"
    )
    with pytest.raises(StoreError):
        store.replace_digits("a", *digits_of(2, 3))
    assert store.digits("a")[1].tolist() == [1, 2, 3]


def test_all_digits_together_are_bounded(tmp_path: Path) -> None:
    store = RunStore(tmp_path, StoreLimits(digits=10))
    for number, owner in enumerate("abcd"):
        for _ in range(4):
            store.add_digit(owner, number, np.zeros((28, 28), np.uint8))
            store.seen([owner], 1000.0 + number)
    assert [len(store.digits(owner)[1]) for owner in "abcd"] == [2, 2, 3, 3]
    store.close()
