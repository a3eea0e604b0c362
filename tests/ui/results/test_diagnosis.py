"""The diagnosis in words: every recorded run, in both languages, with all figures filled in."""

from __future__ import annotations

from dataclasses import replace

import pytest

from mnist_core.config.training_config import TUTORIAL
from mnist_core.experiments.finding import Advice, Kind
from mnist_core.tracking.history import History
from mnist_core.tracking.metrics import BatchMetrics, EpochMetrics
from mnist_core.tracking.run_snapshot import RunSnapshot, RunStatus
from tests.core.experiments.recordings import Recording, recordings
from tests.ui.snapshots import run
from ui.results.diagnosis import diagnosis_words, finding_of, marked_epochs
from ui.session.state import AppState
from ui.text import i18n
from ui.text.i18n import LANGUAGES, sections
from ui.train.diagnosis import evidence_words, next_label, next_words

RECORDED = tuple(recordings())


@pytest.fixture(params=LANGUAGES)
def visit(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> AppState:
    made = AppState(language=request.param, config=TUTORIAL)
    monkeypatch.setattr(i18n, "get_state", lambda: made)
    return made


def shown(recording: Recording) -> RunSnapshot:
    """A recorded run as the queue would give it."""
    history = recording.history
    status = RunStatus.DONE if history.diverged is None else RunStatus.DIVERGED
    steps = history.steps // max(len(history.epochs), 1)
    return replace(
        run(1),
        config=recording.config,
        history=history,
        status=status,
        epoch=recording.config.epochs,
        steps_per_epoch=max(steps, 1),
    )


def test_words_of_recorded_runs(visit: AppState) -> None:
    """Every kind has its sentence and every next experiment its reason; none has a gap."""
    for recording in RECORDED:
        snapshot = shown(recording)
        finding = finding_of(snapshot)
        assert finding is not None
        said = [
            diagnosis_words(snapshot, finding),
            next_words(recording.config, finding),
            next_label(recording.config, finding),
            evidence_words(snapshot, finding),
        ]
        assert all(said[:3])
        assert not any(sign in each for each in said for sign in ("{", "nan", "inf ")), said


def test_every_advice_has_words(visit: AppState) -> None:
    said = sections(visit.language, "diagnosis")
    assert {f"next_{each}" for each in Advice} <= {*said}
    assert {str(each) for each in Kind} <= {*said}


@pytest.mark.parametrize(("accuracy", "nothing"), [(0.0980, True), (0.45, False), (None, False)])
def test_run_no_better_than_guessing(
    accuracy: float | None, nothing: bool, visit: AppState
) -> None:
    """It has learned nothing, once it is over; while it goes on nothing is said."""
    finding = finding_of(run(0, accuracy=accuracy))
    assert (finding is not None and finding.kind is Kind.STUCK_AT_CHANCE) is nothing
    assert finding_of(run(0, status="running", accuracy=accuracy)) is None


def test_fine_tuned_run_has_no_diagnosis(visit: AppState) -> None:
    """Its curves are those of the run that it was made from."""
    assert finding_of(replace(run(0), fine_tuned_from="run1")) is None


def test_marked_epochs(visit: AppState) -> None:
    """A part of the run is marked; the whole of it needs no mark."""
    history = History()
    history.append(BatchMetrics(1, 1, 2.3, 1e-3))
    history.append(BatchMetrics(1, 2, 0.1, 1e-3))
    for epoch in range(1, 6):
        history.append(EpochMetrics(epoch, 0.1, 0.98, 0.1, 0.98, 1e-3))
    snapshot = replace(run(1), history=history.snapshot(), epoch=5)
    assert marked_epochs(snapshot, finding_of(snapshot)) == (3, 5)
    assert marked_epochs(run(1), finding_of(run(1))) is None
    assert marked_epochs(run(1), None) is None
