"""What is over is given back, although nobody walks the frozen objects."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any

import pytest

from ui.shell import memory


@pytest.fixture(autouse=True)
def unfrozen() -> Iterator[None]:
    yield
    gc.unfreeze()


class Knot:
    """Holds itself, so that only the garbage collector finds it."""

    def __init__(self) -> None:
        self.itself = self


def test_thaw_collects_what_was_frozen() -> None:
    knot: Knot | None = Knot()
    gone = weakref.ref(knot)
    memory.freeze()
    knot = None
    gc.collect()
    assert gone() is not None
    memory.thaw()
    assert gone() is None
    assert gc.get_freeze_count() > 0


@pytest.mark.parametrize("ended", [True, False])
def test_memory_is_given_back_again_and_again(monkeypatch: pytest.MonkeyPatch, ended: bool) -> None:
    """Frozen objects are walked only where a session has ended."""
    waiting: list[tuple[float, Callable[[], None]]] = []
    loop = SimpleNamespace(
        call_later=lambda seconds, call: waiting.append((seconds, call)),
        call_soon_threadsafe=lambda call, *arguments: call(*arguments),
    )
    storage = SimpleNamespace(_cache=SimpleNamespace(expire=lambda: ["session"] * ended))
    runtime: Any = SimpleNamespace(
        _get_async_objs=lambda: SimpleNamespace(eventloop=loop),
        _session_mgr=SimpleNamespace(_session_storage=storage),
    )
    done: list[str] = []
    for name in ("thaw", "return_memory"):
        monkeypatch.setattr(memory, name, lambda name=name: done.append(name))
    memory.collect_regularly(runtime)
    for time in (1, 2):
        seconds, collect = waiting.pop()
        assert seconds == memory.EVERY_SECONDS and not waiting
        collect()
        assert done == ["thaw", "return_memory"] * time * ended
