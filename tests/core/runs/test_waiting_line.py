"""The line itself, second by second, goes on as its estimates foretell."""

from __future__ import annotations

from dataclasses import dataclass
from types import SimpleNamespace

from hypothesis import given, settings
from hypothesis import strategies as st

from mnist_core.config.server_limits import QueueLimits
from mnist_core.runs.wait_estimates import Wait
from mnist_core.runs.waiting_line import Line
from tests.core.runs.run_helpers import Clock


@dataclass(eq=False)
class Run:
    """As much of a run as the line looks at."""

    run_id: str
    owner: str
    seconds: float
    progress: float = 0.0

    @property
    def config(self) -> Run:
        return self

    def snapshot(self) -> SimpleNamespace:
        return SimpleNamespace(seconds_left=self.seconds)


class Known:
    """An estimate that knows."""

    def learn(self, now: object) -> None:
        pass

    def seconds(self, config: Run, progress: float) -> float:
        return config.seconds


class Play:
    """The queue's own line, second by second."""

    def __init__(self, owners: list[tuple[str, int]], slots: int, limits: QueueLimits) -> None:
        self.clock, self.limits = Clock(), limits
        self.line = Line(slots, limits, self.clock)
        self.line.estimate = Known()  # type: ignore[assignment]
        self.runs = [Run(str(i), owner, seconds) for i, (owner, seconds) in enumerate(owners)]
        self.began: dict[str, float] = {}
        self.training: list[Run] = []
        for run in self.runs:
            self.line.join(run)  # type: ignore[arg-type]
        self.fill()

    def fill(self) -> None:
        while (run := self.line.next()) is not None:
            self.began.setdefault(run.run_id, self.clock.now)
            self.training.append(run)  # type: ignore[arg-type]

    def leave(self, run: Run) -> None:
        self.training.remove(run)
        self.line.leave(run)  # type: ignore[arg-type]

    def second(self) -> None:
        self.clock.now += 1
        for run in self.training:
            run.seconds -= 1
        while over := [run for run in self.training if run.seconds == 0]:
            self.leave(over[0])
            self.fill()
        while preemptible := self.line.preemptible():
            self.leave(preemptible[0])  # type: ignore[arg-type]
            self.line.join(preemptible[0])
            self.fill()

    def waits(self) -> dict[str, Wait]:
        waiting = [run for run in self.runs if run.run_id not in self.began]
        return {run.run_id: self.line.position_of(run) for run in waiting}  # type: ignore[misc, arg-type]


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from("abcd"), st.integers(1, 60)), min_size=1, max_size=8),
    st.integers(1, 3),
    st.integers(0, 40),
)
def test_the_line_goes_on_as_was_foretold(
    owners: list[tuple[str, int]], slots: int, before: int
) -> None:
    play = Play(owners, slots, QueueLimits(turn_seconds=10.0, spacing_seconds=25.0))
    for _ in range(before):
        play.second()
    foretold, asked = play.waits(), play.clock.now
    while len(play.began) < len(play.runs):
        play.second()
    began = {run_id: play.began[run_id] - asked for run_id in foretold}
    assert {run_id: wait for run_id, (_, wait) in foretold.items()} == began
    order = sorted(foretold, key=lambda run_id: foretold[run_id][0])
    assert [began[run_id] for run_id in order] == sorted(began.values())
