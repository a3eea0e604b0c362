"""What is said to happen without a line happens: the program is run without it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from mnist_core.config import training_config as config_module
from mnist_core.config.training_config import TrainingConfig
from mnist_core.export.names import runs_without, uses_of_names
from mnist_core.export.program import program
from mnist_core.tracking.metrics import EpochMetrics
from tests.programs import Place, run_all
from ui.program.views import _why, _without
from ui.session.state import AppState
from ui.text import i18n
from ui.text.code_lines import Line, commented, listing

SMALL: dict[str, Any] = {"hidden_sizes": (8,), "epochs": 1, "batch_size": 512}
ALL: dict[str, Any] = {
    "handwriting": True,
    "weight_averaging": True,
    "dropout": 0.3,
    "validation_size": 1_000,
    "schedule": "cosine",
}
NO_PLOTS = "def __getattr__(name):\n    return lambda *arguments, **options: None\n"
# Runs each program and prints its number, how it stopped and in which line.
DRIVER = """
import contextlib, io, json, traceback, torch
for number, source in json.loads(SOURCES):
    try:
        with contextlib.redirect_stdout(io.StringIO()):
            exec(compile(source, "shown", "exec"), {})
        print(json.dumps([number, "", 0]))
    except Exception as error:
        places = traceback.extract_tb(error.__traceback__)
        last = [each.lineno for each in places if each.filename == "shown"][-1]
        print(json.dumps([number, str(error), last]))
model = torch.nn.Linear(1, 1)
"""


@pytest.fixture
def modules(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where matplotlib is, which draws nothing; in a visit in English."""
    visit = AppState(language="en", config=TrainingConfig())
    monkeypatch.setattr(i18n, "get_state", lambda: visit)
    stub = tmp_path / "path" / "matplotlib"
    stub.mkdir(parents=True)
    (stub / "__init__.py").touch()
    (stub / "pyplot.py").write_text(NO_PLOTS)
    return stub.parent


@pytest.mark.parametrize("changes", [{}, ALL], ids=["tutorial", "all"])
def test_a_missing_name_stops_the_program_there(
    changes: dict[str, Any], tmp_path: Path, modules: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where no text of its own says what happens without a line."""
    config = TrainingConfig(**{**SMALL, **changes})
    place = Place.made(tmp_path / "place", train=config.validation_size + 100, test=100)
    # The hold-out's code says it.
    monkeypatch.setattr(config_module, "TRAINING_IMAGES", len(place.mnist.train))
    shown = listing(config, *commented(program(config)))
    source = [row for row, _line in shown.rows]
    uses = uses_of_names("\n".join(source))
    plain = {
        number
        for number, (_row, line) in enumerate(shown.rows, start=1)
        if isinstance(line, Line) and not _without(shown, line)
    }
    missing = {number: uses[number] for number in plain & set(uses) if runs_without(source, number)}
    assert len(missing) > 12
    programs = [
        (number, "\n".join([*source[: number - 1], "", *source[number:]])) for number in missing
    ]
    driver = f"SOURCES = {json.dumps(programs)!r}\n{DRIVER}"
    printed, _digest = run_all({"driver": (place.folder, driver)}, modules)["driver"]
    stops = [json.loads(each) for each in printed.splitlines()]
    assert len(stops) == len(missing)
    for number, error, last in stops:
        expected = missing[number]
        assert f"'{expected.name}'" in error and last == expected.first, source[number - 1]


@pytest.mark.parametrize(
    ("settings", "train_loss", "section"),
    [
        ({}, 0.1, "held_out_higher"),
        ({"order": "sorted"}, 0.1, "held_out_higher_sorted"),
        ({}, 0.3, "held_out_lower"),
        ({"dropout": 0.3}, 0.3, "held_out_lower_dropout"),
        ({"dropout": 0.3, "hidden_sizes": ()}, 0.3, "held_out_lower"),
        ({"handwriting": True, "dropout": 0.3}, 0.3, "held_out_lower_harder"),
        ({"label_noise": 0.1}, 0.3, "held_out_lower_harder"),
    ],
)
def test_why_the_losses_differ(settings: dict[str, Any], train_loss: float, section: str) -> None:
    """The cause that is named is one that these settings have."""
    epoch = EpochMetrics(1, train_loss, 0.9, 0.2, 0.9, 1e-3)
    assert _why(TrainingConfig(**settings), epoch) == section
