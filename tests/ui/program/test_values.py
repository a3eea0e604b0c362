"""What each line of the program did here: every line says it, with this learner's numbers."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
import torch

from mnist_core.config.training_config import TrainingConfig
from mnist_core.data.mnist import Mnist, load_mnist
from mnist_core.export.program import program
from mnist_core.inspection.program_values import first_step, first_test
from mnist_core.model.mlp import build_model
from mnist_core.tracking.history import History
from mnist_core.tracking.metrics import BatchMetrics, EpochMetrics, Evaluation
from mnist_core.tracking.run_snapshot import RunSnapshot
from tests.ui.configs import CONFIGS
from tests.ui.snapshots import run
from ui.program.source import Source
from ui.program.values import all_values, classic_average, here
from ui.session.state import AppState
from ui.text import i18n
from ui.text.code_lines import Line, commented
from ui.text.i18n import LANGUAGES, ROOT, sections, text


@pytest.fixture(scope="module")
def mnist() -> Mnist:
    torch.set_num_threads(1)
    whole = load_mnist(ROOT / "data")
    return Mnist(whole.train.select(slice(1_500)), whole.test.select(slice(1_500)))


@pytest.fixture(params=LANGUAGES)
def visit(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> AppState:
    made = AppState(language=request.param, config=TrainingConfig())
    monkeypatch.setattr(i18n, "get_state", lambda: made)
    return made


def source(mnist: Mnist, config: TrainingConfig, of_run: RunSnapshot | None) -> Source:
    step = first_step(config, mnist.train)
    test = first_test(build_model(config), mnist.test)
    return Source(config, of_run, step, test, (7, 2, 1, 0, 4, 1, 4, 9, 5, 9))


def finished(config: TrainingConfig) -> RunSnapshot:
    """Two epochs, the last measured on 10,000 images or those held out."""
    history = History("validation" if config.validation_size else "test")
    steps = config.steps_per_epoch()
    for epoch in (1, 2):
        for step in range(1, steps + 1):
            history.append(BatchMetrics(epoch, step, 0.25, 1e-3))
        history.append(EpochMetrics(epoch, 0.3, 0.9, 0.0642, 0.9 + epoch / 100, 1e-3))
    made = replace(run(1, config), history=history.snapshot(), steps_per_epoch=steps)
    return replace(made, test=Evaluation(0.0711, 0.9799), status="done")


def said(chosen: Source) -> dict[str, str]:
    """By a line's code: what it did."""
    values = all_values(chosen)
    lines = [row for row in commented(program(chosen.config)) if isinstance(row, Line)]
    return {line.code: here(chosen, values, line) for line in lines}


@pytest.mark.parametrize("config", CONFIGS, ids=str)
def test_every_line_says_what_it_did(config: TrainingConfig, visit: AppState, mnist: Mnist) -> None:
    unknown = text("here", "not_yet")
    before, after = said(source(mnist, config, None)), said(source(mnist, config, finished(config)))
    assert list(before) == list(after)
    for code, words in {**before, **after}.items():
        assert words and "{" not in words, code
    assert unknown in before.values() and unknown not in after.values()


def test_no_section_is_idle(visit: AppState) -> None:
    keys = {line.key for config in CONFIGS for line in program(config)} | {"not_yet"}
    for section in sections(visit.language, "here"):
        assert re.sub("_(trained|tested|dropout|zeros)$", "", section) in keys or section in keys


def test_lines_tell_the_learners_numbers(visit: AppState, mnist: Mnist) -> None:
    chosen = source(mnist, TrainingConfig(), finished(TrainingConfig()))
    told = said(chosen)

    def of(code: str) -> str:
        return next(words for line, words in told.items() if code in line)

    assert "**938**" in of("train_loader = ")
    assert "(64, 784)" in of("x.view")
    assert "(512, 784)" in of("self.fc1 = ") and "401,920" in of("self.fc1 = ")
    assert "535,818" in of("MLP().to")
    assert "Epoch: 1 [0/60000 (0%)]" in of('print(f"Epoch') and "0.250000" in of('print(f"Epoch')
    assert f"**{chosen.test.right}**" in of("correct += ")
    assert "0.9200" in of("return correct") and "0.9100, 0.9200" in of("accuracies.append")


def test_both_averages_are_told(visit: AppState, mnist: Mnist) -> None:
    """Ours, and the one that many programs print: a thousand times too small."""
    words = said(source(mnist, TrainingConfig(), finished(TrainingConfig())))
    line = next(told for code, told in words.items() if "average loss" in code)
    assert "average loss: 0.0642, accuracy: 9200/10000 (92.00%)" in line
    assert "0.0001" in line


def test_classic_average_is_the_classic_loops(mnist: Mnist) -> None:
    """The means of batches of 1,000, added up and divided by the number of images."""
    images = torch.arange(10_000)
    losses = torch.rand(len(images), generator=torch.Generator().manual_seed(1)) * 3_000
    classic = sum(part.mean().item() for part in losses.split(1_000)) / len(images)
    assert classic_average(losses.mean().item()) == f"{classic:.4f}"
