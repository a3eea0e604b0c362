"""How many learners does one server bear?  ``python -m benchmarks.load [--browsers 1 3 10 50]``

Simulated browsers on one real server, each a real Streamlit session over its websocket with a
store, a queue and trainings behind it: two in five train the tutorial's network again and again
and watch, two in five read and try things out, one in five draws.  Between two actions each
waits 2 to 6 seconds.  At the end every run that was started must come to its end.  Where no stroke
of any drawer is answered with a prediction, it stops with a sentence and status 1: such a load
leaves out what drawing costs.

The server may use two cores; the browsers share the machine with it, and their own processor time
is reported.  No JavaScript runs and no image is fetched.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import re
import resource
import statistics
import sys
import tempfile
import time
import uuid
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

from benchmarks.report import machine, table, write_section
from benchmarks.visitor import Answer, VisitFailed, Visitor
from mnist_core.store import RunStore
from mnist_core.tracking import RunStatus
from tests.e2e.server import Server

CORES = 2
# Everybody comes within so many seconds.
ARRIVAL_SECONDS = 10.0
THINKING_SECONDS = (2.0, 6.0)
# Runs still waiting when the browsers have had their time get so long to finish.
FINISHING_SECONDS = 420.0
# The tutorial's network and settings, one epoch of it: some seconds of a core.
TRAINING = "epochs=1"
ROLES = ("train", "browse", "draw", "train", "browse")
BAR_SECONDS = 0.5
# Of one digit; the pen's width is the page's default, in pixels of its canvas of 280 x 280.
STROKES, BRUSH = 3, 20

Point = tuple[float, float]


@dataclass
class Wait:
    """One run's way through the queue, on the monotonic clock."""

    submitted: float
    began: float | None = None
    ended: float | None = None


@dataclass
class Tally:
    """What happened to all browsers of one load."""

    answers: list[Answer] = field(default_factory=list)
    waits: list[Wait] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)
    owners: list[str] = field(default_factory=list)
    drawers: int = 0
    strokes: int = 0
    predictions: int = 0
    fragment_runs: int = 0
    fragment_bytes: int = 0


class Learner:
    """One browser and what its learner does with it."""

    def __init__(self, host: str, tally: Tally, seed: int) -> None:
        self._tally = tally
        self._random = random.Random(seed)
        self._visitor = Visitor(host, tally.answers.append)
        self.deadline = 0.0

    async def live(self, role: str) -> None:
        """Arrive, act until the deadline, wait for the last run, leave."""
        await asyncio.sleep(self._random.uniform(0, ARRIVAL_SECONDS))
        act = {"train": self._train, "browse": self._browse, "draw": self._draw}[role]
        self._tally.drawers += role == "draw"
        try:
            await self._visitor.open("", TRAINING)
            owner = str(uuid.UUID(int=self._random.getrandbits(128), version=4))
            self._tally.owners.append(owner)
            await self._visitor.report_state("browser", "recognise browser", {"id": owner})
            while time.monotonic() < self.deadline:
                await act()
        except Exception as error:
            self._tally.failures.append(f"{role}: {type(error).__name__}: {error}")
        finally:
            self._tally.fragment_runs += self._visitor.fragment_runs
            self._tally.fragment_bytes += self._visitor.fragment_bytes
            await self._visitor.close()

    async def _think(self) -> None:
        await asyncio.sleep(self._random.uniform(*THINKING_SECONDS))

    async def _train(self) -> None:
        """Start a run, watch it or look around meanwhile, and look at the result."""
        await self._run_once()
        await self._visitor.go("evaluate")
        await self._think()

    async def _run_once(self) -> None:
        await self._visitor.go("train")
        await self._think()
        wait = Wait(time.monotonic())
        self._tally.waits.append(wait)
        await self._visitor.click("start_training")
        look_around = time.monotonic() + self._random.uniform(*THINKING_SECONDS)
        while wait.ended is None:
            await asyncio.sleep(0.1)
            self._note(wait)
            if time.monotonic() - wait.submitted > FINISHING_SECONDS:
                raise VisitFailed("the run did not come to its end")
            if time.monotonic() > look_around:
                await self._visitor.go(self._random.choice(("home", "data", "model", "train")))
                await self._think()
                await self._visitor.go("train")
                look_around = time.monotonic() + self._random.uniform(*THINKING_SECONDS)

    def _note(self, wait: Wait) -> None:
        """Read off the page whether the run has begun, and whether it is over."""
        text = "\n".join(self._visitor.texts())
        if wait.began is None and re.search(r"Epoch 1 of|-badge\[.*Done", text):
            wait.began = time.monotonic()
        if re.search(r"-badge\[.*Done", text):
            wait.ended = time.monotonic()
        elif re.search(r"-badge\[.*(Failed|Stopped|Diverged|Interrupted)", text):
            raise VisitFailed("the run ended before it was done")

    async def _browse(self) -> None:
        """Open a page and try something on it."""
        visitor = self._visitor
        page = self._random.choice(("home", "data", "model", "train", "evaluate"))
        await visitor.go(page)
        await self._think()
        tries: dict[str, list[Callable[[], Awaitable[None]]]] = {
            "data": [
                lambda: visitor.click("gallery_shuffle_button"),
                lambda: visitor.click("next_batch"),
            ],
            "model": [
                lambda: visitor.set("hidden_layers", double_array_value=[3]),
                lambda: visitor.set("width_1", double_array_value=[128]),
            ],
            "train": [lambda: visitor.set("seed", double_value=7)],
        }
        if page in tries:
            await self._random.choice(tries[page])()
            await self._think()

    async def _draw(self) -> None:
        """Draw digits; train a model first where there is none."""
        visitor = self._visitor
        await visitor.go("draw")
        if visitor.shows("no trained model"):
            await self._run_once()
            await visitor.go("draw")
        strokes: list[list[Point]] = []
        for _ in range(STROKES):
            await self._think()
            start = strokes[-1][-1] if strokes else (self._random.uniform(100, 180), 60.0)
            strokes.append(_stroke(self._random, start))
            self._tally.strokes += 1
            await visitor.report_state("canvas", "draw a stroke", canvas_report(strokes))
            if not visitor.shows("digit-answer"):
                raise VisitFailed("draw a stroke: no prediction came")
            self._tally.predictions += 1
        await self._think()
        await visitor.click("clear")


def _stroke(chance: random.Random, start: Point) -> list[Point]:
    """A part of a 1: where the pen was, every four pixels of its way down."""
    points = [start]
    for _ in range(13):
        x, y = points[-1]
        points.append((x + chance.uniform(-3, 3), y + 4))
    return points


def canvas_report(strokes: list[list[Point]]) -> dict[str, object]:
    """What the canvas reports after a stroke: all strokes as Fabric's pencil writes them.

    The page asks for no picture, so there is none.
    """
    objects = [
        {"type": "Path", "path": _path(points), "stroke": "#111111", "strokeWidth": BRUSH}
        for points in strokes
    ]
    return {"drawing": {"raw": {"objects": objects, "background": "#ffffff"}, "data": None}}


def _path(points: list[Point]) -> list[list[object]]:
    """Curves from middle to middle between the points, which control them; a straight end."""
    curves: list[list[object]] = [
        ["Q", x, y, (x + next_x) / 2, (y + next_y) / 2]
        for (x, y), (next_x, next_y) in pairwise(points)
    ]
    return [["M", *points[0]], *curves, ["L", *points[-1]]]


@dataclass
class Outcome:
    """One load's figures."""

    browsers: int
    tally: Tally
    peak_megabytes: float
    server_cores: float
    browsers_cores: float
    runs_done: int = 0


def measure(browsers: int, seconds: float, slots: int) -> Outcome:
    """Let ``browsers`` use a fresh server for ``seconds``."""
    with tempfile.TemporaryDirectory(prefix="digit-lab-load-") as folder:
        place = Path(folder) / "store"
        tally = Tally()
        with Server(place, fork=False, DIGIT_LAB_SLOTS=str(slots)) as server:
            if hasattr(os, "sched_setaffinity"):
                os.sched_setaffinity(server.pid, sorted(os.sched_getaffinity(0))[:CORES])
            began, own, its = time.monotonic(), _own_cpu(), _cpu(server.pid)
            asyncio.run(_crowd(server, browsers, seconds, tally))
            elapsed = time.monotonic() - began
            outcome = Outcome(
                browsers,
                tally,
                _peak_megabytes(server.pid),
                (_cpu(server.pid) - its) / elapsed,
                (_own_cpu() - own) / elapsed,
            )
            tally.failures += re.findall(r"^\w*(?:Error|Exception)\b.*", server.log(), re.MULTILINE)
        outcome.runs_done = _done_runs(place, tally.owners)
    return outcome


async def _crowd(server: Server, browsers: int, seconds: float, tally: Tally) -> None:
    host = f"127.0.0.1:{server.port}"
    first = Visitor(host, lambda answer: None)
    await first.open("data")  # ends when the lab is loaded
    await first.close()
    learners = [Learner(host, tally, seed) for seed in range(browsers)]
    for learner in learners:
        learner.deadline = time.monotonic() + ARRIVAL_SECONDS + seconds
    roles = ("train", "train", "browse") if browsers == 3 else ROLES
    await asyncio.gather(
        *(learner.live(roles[number % len(roles)]) for number, learner in enumerate(learners))
    )


def _done_runs(place: Path, owners: list[str]) -> int:
    """How many runs are done in the store that the server left."""
    store = RunStore(place)
    runs = [run for owner in owners for run in store.runs(owner)]
    store.close()
    return sum(run.status is RunStatus.DONE for run in runs)


def _cpu(pid: int) -> float:
    """Processor seconds of a process so far (Linux)."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _own_cpu() -> float:
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


def _peak_megabytes(pid: int) -> float:
    found = re.search(r"VmHWM:\s+(\d+)", Path(f"/proc/{pid}/status").read_text())
    return int(found.group(1)) / 1024 if found else float("nan")


def percentile(values: list[float], share: float) -> float:
    """The smallest value that ``share`` of all do not exceed."""
    ordered = sorted(values)
    return ordered[max(-(-int(share * 100) * len(ordered) // 100) - 1, 0)] if ordered else 0.0


def overtaken(waits: list[Wait]) -> int:
    """How many later runs at most began before an earlier one."""
    begun = sorted((wait for wait in waits if wait.began), key=lambda wait: wait.submitted)
    return max(
        (
            sum(later.began < wait.began for later in begun[number + 1 :])  # type: ignore[operator]
            for number, wait in enumerate(begun)
        ),
        default=0,
    )


def unanswered(tally: Tally) -> str | None:
    """A sentence where there were drawers and not one stroke of theirs was answered."""
    if not tally.drawers or tally.predictions:
        return None
    failures = "; ".join(sorted(set(tally.failures))) or "no failure is known"
    return (
        f"No stroke was answered with a prediction (drawers: {tally.drawers}, strokes: "
        f"{tally.strokes}), so this load says nothing about drawing. {failures}"
    )


def row(outcome: Outcome) -> list[str]:
    tally = outcome.tally
    seconds = [answer.seconds for answer in tally.answers]
    arrivals = [each.seconds for each in tally.answers if each.action == "open home"]
    waits = [wait.began - wait.submitted for wait in tally.waits if wait.began]
    tick = tally.fragment_bytes / max(tally.fragment_runs, 1) / 1000
    return [
        str(outcome.browsers),
        f"{len(seconds):,}",
        f"{percentile(seconds, 0.5):.2f}",
        f"**{percentile(seconds, 0.95):.2f}**",
        f"{max(seconds, default=0):.2f}",
        f"{percentile(arrivals, 0.95):.2f}",
        f"{outcome.runs_done} of {len(tally.waits)}",
        f"{statistics.median(waits) if waits else 0:.0f} / {max(waits, default=0):.0f}",
        str(overtaken(tally.waits)),
        f"{tally.predictions} of {tally.strokes}",
        f"{tick:.0f}",
        f"{outcome.peak_megabytes:,.0f}",
        f"{outcome.server_cores:.2f} + {outcome.browsers_cores:.2f}",
        str(len(tally.failures)),
    ]


HEADER = [
    "browsers",
    "actions",
    "p50 s",
    "p95 s",
    "slowest s",
    "home p95 s",
    "runs done",
    "wait for a turn, median / longest s",
    "overtaken by at most",
    "strokes answered",
    "kB a tick",
    "peak MB",
    "cores: server + browsers",
    "failures",
]


def by_action(outcome: Outcome) -> str:
    """p50 and p95 of each kind of action, slowest first."""
    kinds: dict[str, list[float]] = {}
    for answer in outcome.tally.answers:
        kinds.setdefault(answer.action, []).append(answer.seconds)
    lines = sorted(kinds.items(), key=lambda each: -percentile(each[1], 0.95))
    return table(
        ["action", "times", "p50 s", "p95 s"],
        [
            [kind, str(len(each)), f"{percentile(each, 0.5):.2f}", f"{percentile(each, 0.95):.2f}"]
            for kind, each in lines
        ],
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--browsers", type=int, nargs="+", default=[1, 3, 10, 50, 100])
    parser.add_argument("--seconds", type=float, default=60.0, help="after all have arrived")
    parser.add_argument("--slots", type=int, default=CORES, help="trainings at once")
    parser.add_argument("--dry", action="store_true", help="print only, leave README.md alone")
    arguments = parser.parse_args()
    outcomes = []
    for browsers in arguments.browsers:
        outcome = measure(browsers, arguments.seconds, arguments.slots)
        outcomes.append(outcome)
        print(table(HEADER, [row(outcome)]), "\n", by_action(outcome), sep="\n", flush=True)
        for failure in outcome.tally.failures:
            print("  failure:", failure)
        if problem := unanswered(outcome.tally):
            sys.exit(problem)
    text = f"""## Load: learners on one server

`python -m benchmarks.load --seconds {arguments.seconds:.0f}`: {arguments.slots} trainings at once
on {CORES} cores. {machine()}.

{table(HEADER, [row(outcome) for outcome in outcomes])}

An action is a page opened, a button pressed, a slider moved, a stroke drawn; its time is from the
message to the end of the page's script. Three browsers are two that train and one that clicks.
A tick is one update of a live view. A failure is an action without an answer, an error on a page
or a traceback in the log; a run is done when the store says so after the server has stopped.
The bar is p95 under {BAR_SECONDS} s.
"""
    if not arguments.dry:
        write_section("load", text)


if __name__ == "__main__":
    main()
