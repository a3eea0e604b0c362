"""The switch by which others tell a running thread to go on, to rest or to end."""

from __future__ import annotations

import threading
from enum import Enum, auto


class _Wish(Enum):
    GO = auto()
    REST = auto()
    END = auto()


class Switch:
    """One thread looks at it after every batch, any thread may turn it; ``end`` is for good."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._wish = _Wish.GO
        self._goes = 0

    def go(self) -> None:
        """Go on, or wake up."""
        with self._changed:  # both at once, or a thread could see the one without the other
            self._goes += 1
            self._turn(_Wish.GO)

    def rest(self) -> None:
        """Rest at the next look until told otherwise."""
        self._turn(_Wish.REST)

    def end(self) -> None:
        """End at the next look."""
        self._turn(_Wish.END)

    def _turn(self, wish: _Wish) -> None:
        with self._changed:
            if self._wish is not _Wish.END:
                self._wish = wish
                self._changed.notify_all()

    @property
    def going(self) -> bool:
        """Whether to go on without a pause; costs nothing to ask."""
        return self._wish is _Wish.GO

    @property
    def resting(self) -> bool:
        """Whether to rest."""
        return self._wish is _Wish.REST

    @property
    def ending(self) -> bool:
        """Whether to end."""
        return self._wish is _Wish.END

    @property
    def goes(self) -> int:
        """How often the thread was told to go on; to be asked before :attr:`resting`."""
        return self._goes

    def await_go(self, goes: int) -> None:
        """Block until told to end, or to go on since it had been told so ``goes`` times.

        Going by the count, a thread that is told to go on and at once to rest again still wakes
        up, and says again that it rests.
        """
        with self._changed:
            self._changed.wait_for(lambda: self._goes != goes or self._wish is not _Wish.REST)
