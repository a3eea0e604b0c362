"""A run as rows of the store's tables, and back."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any, get_args

import numpy as np

from mnist_core.config import TrainingConfig
from mnist_core.tracking import (
    Diverged,
    EpochMetrics,
    Evaluation,
    FloatArray,
    HeldOutName,
    HistorySnapshot,
    RunError,
    RunSnapshot,
    RunStatus,
)

# float32 as it stands in the file, on every machine.
_LOSSES = np.dtype("<f4")

# What kind each fact is, as far as its own type does not check it.
_FACTS: dict[str, type | tuple[type, ...]] = {
    "name": str,
    "config": dict,
    "device": str,
    "epoch": int,
    "steps_per_epoch": int,
    "total_steps": int,
    "images_per_second": (int, float),
    "elapsed_seconds": (int, float),
}

# run_id, owner, created_at, number, status, pinned, facts, tail
RunRow = tuple[str, str, float, int, str, int, str, bytes]


def facts_of(snapshot: RunSnapshot) -> str:
    """All that is small about a run, as JSON."""
    history = snapshot.history
    diverged = asdict(history.diverged) if history.diverged else None
    if diverged:
        diverged["loss"] = str(diverged["loss"])  # JSON has no NaN
    facts = {
        "name": snapshot.name,
        "config": snapshot.config.to_dict(),
        "device": snapshot.device,
        "epoch": snapshot.epoch,
        "steps_per_epoch": snapshot.steps_per_epoch,
        "total_steps": snapshot.total_steps,
        "images_per_second": snapshot.images_per_second,
        "elapsed_seconds": snapshot.elapsed_seconds,
        "error": asdict(snapshot.error) if snapshot.error else None,
        "test": asdict(snapshot.test) if snapshot.test else None,
        "fine_tuned_from": snapshot.fine_tuned_from,
        "held_out_name": history.held_out_name,
        "diverged": diverged,
    }
    return json.dumps(facts, default=str)


def epoch_rows(snapshot: RunSnapshot, after: int) -> list[tuple[str, int, str, bytes]]:
    """Rows of the finished epochs that come after epoch ``after``."""
    size = snapshot.steps_per_epoch
    return [
        (
            snapshot.run_id,
            each.epoch,
            json.dumps(asdict(each)),
            _curve(snapshot, slice((each.epoch - 1) * size, each.epoch * size)),
        )
        for each in snapshot.history.epochs[after:]
    ]


def tail_of(snapshot: RunSnapshot) -> bytes:
    """The loss curve of the batches after the last finished epoch."""
    return _curve(snapshot, slice(len(snapshot.history.epochs) * snapshot.steps_per_epoch, None))


def _curve(snapshot: RunSnapshot, steps: slice) -> bytes:
    """Losses, then smoothed losses: smoothing 100,000 of them again would take a while."""
    history = snapshot.history
    rows = np.stack([history.batch_losses[steps], history.smoothed_losses()[steps]])
    return rows.astype(_LOSSES, copy=False).tobytes()


def _curves(pieces: Sequence[bytes]) -> FloatArray:
    """The pieces of a loss curve as one read-only float32 (2, steps)."""
    rows = [np.frombuffer(piece, _LOSSES).reshape(2, -1) for piece in pieces]
    curve = np.concatenate(rows, axis=1).astype(np.float32, copy=False)
    curve.flags.writeable = False
    return curve


def snapshot_of(
    row: RunRow,
    epochs: Sequence[tuple[str, bytes]],
    weights_epochs: tuple[int, ...],
    has_model: bool,
) -> RunSnapshot:
    """The run as it was kept.

    Args:
        row: of the table ``runs``.
        epochs: metrics and loss curves of its epochs, in order.

    Raises:
        Exception: of any kind, where the row is not as :func:`facts_of` and :func:`epoch_rows`
            wrote it, or its config is beyond today's limits.
    """
    run_id, owner, created_at, number, status, pinned, text, tail = row
    facts = _facts(text)
    losses, smoothed = _curves([*(piece for _, piece in epochs), tail])
    diverged = facts["diverged"]
    history = HistorySnapshot(
        facts["held_out_name"],
        tuple(EpochMetrics(**_numbers(json.loads(metrics))) for metrics, _ in epochs),
        losses,
        Diverged(**{**diverged, "loss": float(diverged["loss"])}) if diverged else None,
        smoothed,
    )
    return RunSnapshot(
        run_id=run_id,
        owner=owner,
        name=facts["name"],
        config=TrainingConfig.from_dict(facts["config"]),
        device=facts["device"],
        status=RunStatus(status),
        history=history,
        epoch=facts["epoch"],
        step=history.steps,
        steps_per_epoch=facts["steps_per_epoch"],
        total_steps=facts["total_steps"],
        created_at=float(created_at),
        number=int(number),
        images_per_second=facts["images_per_second"],
        elapsed_seconds=facts["elapsed_seconds"],
        error=RunError(**facts["error"]) if facts["error"] else None,
        test=Evaluation(**_numbers(facts["test"])) if facts["test"] else None,
        fine_tuned_from=facts["fine_tuned_from"],
        pinned=bool(pinned),
        weights_epochs=weights_epochs,
        has_model=has_model,
    )


def _facts(text: str) -> dict[str, Any]:
    """What :func:`facts_of` wrote; TypeError or ValueError if it did not."""
    facts: dict[str, Any] = json.loads(text)
    # Under an older name, and missing in rows from before there were fine-tuned runs.
    base = facts.setdefault("fine_tuned_from", facts.get("taught_from"))
    for name, kind in _FACTS.items():
        if not isinstance(facts[name], kind):
            raise TypeError(f"{name} is {facts[name]!r}")
    if facts["held_out_name"] not in get_args(HeldOutName):
        raise ValueError(f"held_out_name is {facts['held_out_name']!r}")
    if not isinstance(base, str | None):
        raise TypeError(f"fine_tuned_from is {base!r}")
    return facts


def _numbers(values: dict[str, Any]) -> dict[str, Any]:
    """The values, which are numbers; TypeError if not."""
    if not all(isinstance(value, int | float) for value in values.values()):
        raise TypeError(f"these are not all numbers: {values!r}")
    return values
