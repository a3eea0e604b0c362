"""Whatever ends a run has a sentence."""

from __future__ import annotations

import pytest

from mnist_core.data.mnist import Mnist
from mnist_core.errors import DataError
from mnist_core.runs.failures import failure
from mnist_core.runs.training_run import TrainingRun
from tests.core.runs.run_helpers import PATIENCE, SMALL


class SpeechlessError(Exception):
    def __str__(self) -> str:
        raise MemoryError


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (DataError("The images are gone. Restore them.", code="data_missing"), "data_missing"),
        (MemoryError(), "out_of_memory"),
        (RuntimeError("DefaultCPUAllocator: can't allocate memory: you tried"), "out_of_memory"),
        (RuntimeError("CUDA out of memory. Tried to allocate"), "out_of_memory"),
        (SystemExit(1), "run_failed"),
        (SpeechlessError(), "run_failed"),
    ],
)
def test_errors_have_codes(error: BaseException, code: str) -> None:
    def fail() -> Mnist:
        raise error

    run = TrainingRun(SMALL, fail)
    run.start()
    assert run.wait(PATIENCE)
    assert run.snapshot().error is not None
    assert run.snapshot().error.code == code  # type: ignore[union-attr]


def test_detail_is_one_short_line() -> None:
    error = failure(ValueError("first\nsecond " + "x" * 1000))
    assert error.detail == "ValueError: first"
    assert len(failure(ValueError("x" * 1000)).detail) == 500
