"""The simulated drawers speak as the canvas does, and a load without their answers is no result."""

from __future__ import annotations

import random

import pytest

from benchmarks import load
from mnist_core.drawing import prepare, render
from ui.components.fabric import read_strokes
from ui.drawing.undo_history import SIZE


def _outcome(tally: load.Tally) -> load.Outcome:
    return load.Outcome(5, tally, peak_megabytes=1.0, server_cores=0.1, browsers_cores=0.1)


def test_strokes_are_a_digit_to_the_app() -> None:
    strokes = [load._stroke(random.Random(0), (140.0, 60.0))]
    strokes.append(load._stroke(random.Random(1), strokes[-1][-1]))
    report = load.canvas_report(strokes)
    read = read_strokes(report["drawing"]["raw"])
    assert [stroke.width for stroke in read] == [load.BRUSH] * 2
    assert [stroke.points[-1] for stroke in read] == [points[-1] for points in strokes]
    assert prepare(render(read, SIZE)).picture.any()


def test_load_without_any_prediction_fails(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    tally = load.Tally(drawers=1, strokes=2, failures=["draw: no prediction came"])
    monkeypatch.setattr(load, "measure", lambda *_: _outcome(tally))
    monkeypatch.setattr(load, "write_section", lambda *_: pytest.fail("it is no result"))
    monkeypatch.setattr("sys.argv", ["load", "--browsers", "5"])
    with pytest.raises(SystemExit, match=r"No stroke was answered .* no prediction came") as ended:
        load.main()
    assert ended.value.code not in (None, 0)
    assert "0 of 2" in capsys.readouterr().out


@pytest.mark.parametrize(
    "tally", [load.Tally(), load.Tally(drawers=1, strokes=2, predictions=1)], ids=["none", "one"]
)
def test_load_without_drawers_or_with_an_answer_counts(tally: load.Tally) -> None:
    assert load.unanswered(tally) is None
