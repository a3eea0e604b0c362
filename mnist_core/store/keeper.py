"""What keeps runs, drawn digits and attempts at experiments, wherever it does."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from mnist_core.tracking import Attempt, EpochWeights, RunSnapshot


class RunKeeper(Protocol):
    """Keeps runs, an owner's drawn digits and their attempts at experiments.

    Every method may raise :class:`~mnist_core.errors.StoreError` and may be called from any
    thread.  What a method has returned from is kept, whatever happens to the process then.
    """

    @property
    def evicted(self) -> int:
        """How many runs had to go so far to make room for others."""
        ...

    @property
    def newest(self) -> int:
        """The highest number of a run that is kept; 0 if there is none."""
        ...

    def save(self, snapshot: RunSnapshot, weights: EpochWeights | None = None) -> RunSnapshot:
        """Keep the run as it is now; the snapshot comes back with what is kept of its weights."""
        ...

    def runs(self, owner: str) -> list[RunSnapshot]:
        """The owner's runs, newest first."""
        ...

    def unfinished(self) -> list[RunSnapshot]:
        """Runs of all owners that are kept as queued, running or paused, oldest first."""
        ...

    def weights(self, run_id: str, epoch: int | None = None) -> bytes | None:
        """safetensors of the run's latest weights, or of those after ``epoch``."""
        ...

    def delete(self, run_id: str) -> None:
        """Forget a run; nothing happens if there is none."""
        ...

    def seen(self, owners: Sequence[str], when: float) -> None:
        """These owners were here at ``when`` (seconds since 1970)."""
        ...

    def add_digit(self, owner: str, label: int, picture: NDArray[np.uint8]) -> None:
        """Keep a digit that the owner drew: (28, 28), as the model sees it."""
        ...

    def digits(self, owner: str) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
        """The owner's digits, oldest first: pictures (N, 28, 28) and labels (N,)."""
        ...

    def replace_digits(
        self, owner: str, pictures: NDArray[np.uint8], labels: NDArray[np.int64]
    ) -> None:
        """Keep these instead of the owner's digits, all or none: as :meth:`digits` gives them."""
        ...

    def save_attempt(self, attempt: Attempt) -> None:
        """Keep an attempt at an experiment, in place of what was kept of it before.

        Raises:
            ValueError: it is larger than is kept of any.
        """
        ...

    def attempts(self, owner: str) -> list[Attempt]:
        """The owner's attempts, newest first."""
        ...

    def close(self) -> None:
        """Let go of files; the keeper is not used afterwards."""
        ...
