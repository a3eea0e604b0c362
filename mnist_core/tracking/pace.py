"""How fast a training is going, and how long it will still take."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable

# The speed shown is that of about the last three seconds, measured in slices of a quarter.
WINDOW_SECONDS = 3.0
SLICE_SECONDS = 0.25


class Pace:
    """A stopwatch for one training; one thread feeds it, any thread may read it.

    Training and evaluation are timed apart: the speed does not dip at the end of an epoch, and
    the time left counts the evaluations still to come.
    """

    def __init__(self, clock: Callable[[], float] = time.perf_counter) -> None:
        self._clock = clock
        self._running_since: float | None = None
        self._elapsed = 0.0
        self._slice_start = 0.0
        self._slice_images = 0
        self._slices: deque[tuple[float, int]] = deque()
        self._rate = 0.0
        self._evaluation_seconds = 0.0

    def go(self) -> None:
        """Start or go on after :meth:`rest`."""
        self._running_since = self._slice_start = self._clock()
        self._slice_images = 0

    def rest(self) -> None:
        """The run waits; time stands still."""
        self._elapsed = self.elapsed
        self._running_since = None

    def batch(self, images: int) -> None:
        """A step on ``images`` is done."""
        self._slice_images += images
        now = self._clock()
        seconds = now - self._slice_start
        if seconds >= SLICE_SECONDS:
            self._close_slice(seconds, now)

    def epoch(self) -> None:
        """An evaluation is done; it began at the last batch."""
        now = self._clock()
        seconds = now - self._slice_start
        if self._slice_images and self._rate:
            # The open slice holds the last batches as well: what they took is known by the rate.
            seconds = max(seconds - self._slice_images / self._rate, 0.0)
        self._evaluation_seconds = seconds
        self._slice_start, self._slice_images = now, 0

    def _close_slice(self, seconds: float, now: float) -> None:
        self._slices.append((seconds, self._slice_images))
        while len(self._slices) > 1 and sum(each[0] for each in self._slices) > WINDOW_SECONDS:
            self._slices.popleft()
        self._rate = sum(each[1] for each in self._slices) / sum(each[0] for each in self._slices)
        self._slice_start, self._slice_images = now, 0

    @property
    def elapsed(self) -> float:
        """Seconds spent training and evaluating."""
        since = self._running_since
        return self._elapsed + (self._clock() - since if since is not None else 0.0)

    @property
    def images_per_second(self) -> float:
        """Of the last seconds of training; 0.0 until the first quarter of a second is over."""
        return self._rate

    def seconds_left(self, images: int, epochs: int) -> float | None:
        """For ``images`` still to train on and ``epochs`` still to evaluate; None if unknown."""
        return images / self._rate + epochs * self._evaluation_seconds if self._rate else None
