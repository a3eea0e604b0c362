"""What only memory holds can be asked for as a whole, and handed on."""

from __future__ import annotations

from mnist_core.store.memory_store import MemoryStore
from tests.core.store.kept import digits_of, run_of


def test_what_is_here() -> None:
    keeper = MemoryStore()
    assert keeper.empty and not keeper.all()
    keeper.save(run_of("a", "first", number=1))
    keeper.save(run_of("b", "second", number=2))
    assert keeper.has("first") and not keeper.has("third") and not keeper.empty
    assert [run.run_id for run in keeper.all()] == ["first", "second"]


def test_digits_are_handed_on() -> None:
    keeper = MemoryStore()
    for owner, labels in (("a", (1, 2)), ("b", (3,))):
        keeper.replace_digits(owner, *digits_of(*labels))
    assert not keeper.empty
    taken = {(owner, label) for owner, label, _picture in keeper.take_digits()}
    assert taken == {("a", 1), ("a", 2), ("b", 3)}
    assert keeper.empty and not keeper.take_digits()
