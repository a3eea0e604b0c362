"""The lines that the tutorial's program prints, from what a run has kept."""

from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path

import pytest

from mnist_core.config.training_config import TrainingConfig
from mnist_core.runs.training_run import TrainingRun
from mnist_core.store.store import RunStore
from mnist_core.tracking.history import History
from mnist_core.tracking.metrics import BatchMetrics, Diverged, EpochMetrics, Evaluation
from mnist_core.tracking.run_snapshot import RunSnapshot, RunStatus
from mnist_core.tracking.training_log import BatchEntry, ScoreEntry, log_entries
from tests.core.runs.run_helpers import PATIENCE, Puppets, noise, puppet_theatre, small_data

TEST = ScoreEntry("test", 10_000, 0.0652, 0.9799)


def loss_of(step: int) -> float:
    """A step's loss, unlike all others and exact in float32."""
    return step / 1024


def run_of(
    steps: int, diverged: Diverged | None = None, *, scored: bool = True, **changes: object
) -> RunSnapshot:
    """A run after so many steps; its epochs are finished, the last only if it was ``scored``."""
    config = TrainingConfig(**changes)  # type: ignore[arg-type]
    per_epoch = config.steps_per_epoch()
    history = History("validation" if config.validation_size else "test")
    for step in range(1, steps + 1):
        epoch = (step - 1) // per_epoch + 1
        history.append(BatchMetrics(epoch, step, loss_of(step), 1e-3))
        if step % per_epoch == 0 and (scored or step < steps):
            history.append(EpochMetrics(epoch, 1.0, 0.9, 0.0652, 0.9799, 1e-3))
    if diverged:
        history.append(diverged)
    return RunSnapshot(
        run_id="run",
        owner="me",
        name="",
        config=config,
        device="cpu",
        status=RunStatus.RUNNING,
        history=history.snapshot(),
        epoch=diverged.epoch if diverged else math.ceil(steps / per_epoch),
        step=steps,
        steps_per_epoch=per_epoch,
        total_steps=per_epoch * config.epochs,
        created_at=0.0,
    )


def batches(run: RunSnapshot) -> list[tuple[int, int, float]]:
    """Of every line of a batch its epoch, the images before it, and its loss."""
    entries = [each for each in log_entries(run) if isinstance(each, BatchEntry)]
    return [(each.epoch, each.images_before, each.loss) for each in entries]


def classic_program(config: TrainingConfig, epochs: int) -> list[tuple[int, int, float]]:
    """What `if batch_idx % 100 == 0` prints, told by the loop itself."""
    printed, step = [], 0
    for epoch in range(1, epochs + 1):
        seen = 0
        for batch_idx in range(config.steps_per_epoch()):
            step += 1
            if batch_idx % 100 == 0:
                printed.append((epoch, seen, loss_of(step)))
            seen += min(config.batch_size, config.training_size - seen)
        assert seen == config.training_size
    return printed


@pytest.mark.parametrize(
    "changes",
    [
        {},  # 938 batches, the last of 32
        {"batch_size": 16},  # 3,750 whole ones
        {"batch_size": 512},  # 118
        {"batch_size": 1024},  # 59: the first alone
        {"batch_size": 32, "validation_size": 9_000},  # 1,594
        {"batch_size": 32, "validation_size": 7_000},  # 1,657
        {"batch_size": 128, "validation_size": 10_000},  # 391
    ],
    ids=str,
)
def test_batches_of_classic_program(changes: dict[str, int]) -> None:
    """The batches that have a line, and what it says, are the classic program's."""
    config = TrainingConfig(**changes)  # type: ignore[arg-type]
    run = run_of(2 * config.steps_per_epoch(), **changes)
    assert batches(run) == classic_program(config, epochs=2)


def test_smaller_last_batch() -> None:
    """Where it is a hundredth, the images before it are counted, not multiples of its own size."""
    run = run_of(938)
    config = replace(run.config, validation_size=10_000)
    short = replace(run, config=config, steps_per_epoch=601)
    entries = [each for each in log_entries(short) if isinstance(each, BatchEntry)]
    assert [each.images_before for each in entries][-1] == 600 * 64
    assert entries[-1].training_images == 50_000
    assert entries[-1].epoch_progress == 600 / 601


def test_score_after_batches() -> None:
    """An epoch's score follows its batches, and the next epoch follows that."""
    first, *more, score, second = log_entries(run_of(939))
    assert first == BatchEntry(1, 0, 60_000, 0.0, loss_of(1))
    assert more[0] == BatchEntry(1, 6_400, 60_000, 100 / 938, loss_of(101))
    assert len(more) == 9
    assert score == TEST
    assert score.right == 9_799
    assert second == BatchEntry(2, 0, 60_000, 0.0, loss_of(939))


def test_lines_while_running() -> None:
    """A line is there as soon as its batch is, a score as soon as it is measured."""
    assert batches(run_of(0)) == []
    assert len(batches(run_of(1))) == len(batches(run_of(100))) == 1
    assert len(batches(run_of(101))) == 2
    unscored = list(log_entries(run_of(938, scored=False)))
    assert len(unscored) == 10
    assert not any(isinstance(each, ScoreEntry) for each in unscored)


def test_validation_split() -> None:
    """Each epoch is scored on the validation set; the test set comes once, at the end."""
    going = run_of(860, validation_size=5_000)
    (score,) = [each for each in log_entries(going) if isinstance(each, ScoreEntry)]
    assert score == ScoreEntry("validation", 5_000, 0.0652, 0.9799)
    done = replace(going, status=RunStatus.DONE, test=Evaluation(0.07, 0.978))
    *before, last = log_entries(done)
    assert before == list(log_entries(going))
    assert last == ScoreEntry("test", 10_000, 0.07, 0.978)
    # Without one the last epoch's line has said it.
    plain = replace(run_of(938), test=Evaluation(0.0652, 0.9799))
    assert list(log_entries(plain)).count(TEST) == 1


def test_fine_tuned_network() -> None:
    """Its score is none of the base's log."""
    base = run_of(860, validation_size=5_000)
    tuned = replace(base, fine_tuned_from="base", test=Evaluation(0.07, 0.978))
    assert list(log_entries(tuned)) == list(log_entries(base))


@pytest.mark.parametrize("loss", [math.nan, math.inf])
def test_diverged_batch(loss: float) -> None:
    """The loss that broke a run down is the last line, whichever batch it was."""
    run = run_of(1_000, Diverged(epoch=2, step=1_001, batch=63, loss=loss))
    *before, last = log_entries(run)
    assert before == list(log_entries(run_of(1_000)))
    assert isinstance(last, BatchEntry)
    assert (last.epoch, last.images_before) == (2, 62 * 64)
    assert str(last.loss) == str(loss)


def test_diverged_first_batch() -> None:
    """A batch that would have had a line anyway has one line."""
    run = run_of(938, Diverged(epoch=2, step=939, batch=1, loss=math.nan))
    assert [each[:2] for each in batches(run)][-2:] == [(1, 57_600), (2, 0)]


def test_diverged_score() -> None:
    """A score that is no number says so, without an accuracy."""
    diverged = Diverged(epoch=1, step=938, batch=938, loss=math.nan)
    run = run_of(938, diverged, scored=False)
    *before, last = log_entries(run)
    assert before == list(log_entries(run_of(938, scored=False)))
    assert isinstance(last, ScoreEntry)
    assert math.isnan(last.loss) and last.accuracy is None


def test_pause_and_stop() -> None:
    """A run that was paused, went on and was stopped has the lines of what it has trained on."""
    with puppet_theatre() as puppets:
        run = _puppet_run(puppets)
        run.pause()
        puppets[0].allow(50)
        run.start()
        for _ in range(50):
            puppets[0].await_batch()
        assert len(batches(run.snapshot())) == 2
        run.stop()
        puppets[0].allow()
        assert run.wait(PATIENCE)
    stopped = run.snapshot()
    assert (stopped.status, stopped.step) == (RunStatus.STOPPED, 151)
    assert [each[0] for each in batches(stopped)] == [1, 1]
    assert [each[2] for each in batches(stopped)] == pytest.approx([1.0, 1 / 101])


def _puppet_run(puppets: Puppets) -> TrainingRun:
    """A run of 160 batches an epoch that waits for its 101st."""
    data = replace(small_data(), train=noise(2_550))
    run = TrainingRun(TrainingConfig(hidden_sizes=(16,), batch_size=16), lambda: data)
    run.start()
    puppets[0].allow(100)
    for _ in range(101):
        puppets[0].await_batch()
    assert len(batches(run.snapshot())) == 1
    return run


@pytest.mark.parametrize(
    "run",
    [
        run_of(1_100),
        run_of(860, validation_size=5_000),
        run_of(1_000, Diverged(2, 1_001, 63, math.nan)),
    ],
    ids=["in an epoch", "validation", "diverged"],
)
def test_restart(tmp_path: Path, run: RunSnapshot) -> None:
    """What was kept on disk gives the same log."""
    before = list(log_entries(run))
    store = RunStore(tmp_path)
    store.save(run, None)
    store.close()
    store = RunStore(tmp_path)
    (kept,) = store.runs("me")
    store.close()
    # NaN is not equal to itself
    assert str(list(log_entries(kept))) == str(before)
