"""Train, in every state: no run, waiting, running, paused, done, stopped, diverged, failed."""

from __future__ import annotations

import time

import pytest
from streamlit.testing.v1 import AppTest

from mnist_core.config.training_config import TrainingConfig
from tests.pages.conftest import Held, OpenPage, until, words
from ui.shell.lab import Lab

QUICK = {"hidden": "16", "epochs": "1", "batch": "512"}
LONG = {"hidden": "16", "epochs": "50", "batch": "512"}


def start(app: AppTest) -> None:
    app.button(key="start_training").click().run()
    assert not app.exception, app.exception


def ways_on(app: AppTest) -> list[str]:
    """What leads from the page to *Evaluate*."""
    links = [each.proto for each in app.main.get("page_link")]
    return [each.label for each in links if each.page.startswith("evaluate")]


def test_nothing_yet(open_page: OpenPage) -> None:
    app = open_page("train")
    assert any("Nothing has been trained yet" in info.value for info in app.info)
    assert not app.button(key="start_training").disabled


def log_of(app: AppTest) -> list[str]:
    """The lines of the log."""
    (lines,) = [code.value for code in app.code if code.language == "plaintext"]
    return str(lines).splitlines()


def test_log_of_done_run(open_page: OpenPage, lab: Lab) -> None:
    """A run is done, and its log reads like the tutorial's."""
    app = open_page("train", **QUICK)
    start(app)
    run = until(app, lab, "done")
    assert "Done" in words(app)
    first, last = log_of(app)
    epoch = run.history.epochs[-1]
    right = round(epoch.held_out_accuracy * 10_000)
    assert first == f"Epoch: 1 [0/60000 (0%)]  Loss: {run.history.batch_losses[0]:.6f}"
    assert last == (
        f"Test set: average loss: {epoch.held_out_loss:.4f}, "
        f"accuracy: {right}/10000 ({epoch.held_out_accuracy:.2%})"
    )
    assert app.button(key="start_training").label == "Start again"


def test_log_in_chinese(open_page: OpenPage, lab: Lab) -> None:
    """The log is in the page's language; with a validation split it has a line for each."""
    app = open_page("train", **QUICK, validation="1000", lang="zh")
    start(app)
    run = until(app, lab, "done")
    first, validation, test = log_of(app)
    assert first == f"第 1 轮 [0/59000 (0%)]  损失：{run.history.batch_losses[0]:.6f}"
    epoch = run.history.epochs[-1]
    right = round(epoch.held_out_accuracy * 1_000)
    assert validation == (
        f"验证集：平均损失：{epoch.held_out_loss:.4f}，"
        f"准确率：{right}/1000 ({epoch.held_out_accuracy:.2%})"
    )
    assert run.test is not None
    assert test.startswith(f"测试集：平均损失：{run.test.loss:.4f}，准确率：")


def test_log_before_first_batch(open_page: OpenPage, lab: Lab, held: Held) -> None:
    """Before the first batch the log says what will come; a stop leaves the batches' lines."""
    app = open_page("train", **QUICK)
    start(app)
    until(app, lab, "running")
    assert log_of(app) == ["The first line comes with the first batch."]
    app.button(key="stop").click().run()
    held.let_go()
    until(app, lab, "stopped")
    assert log_of(app)[0].startswith("Epoch: 1 [0/60000 (0%)]  Loss: 2.")


def test_stop_during_run(open_page: OpenPage, lab: Lab, held: Held) -> None:
    """While it runs, the page answers at once, and Stop stops."""
    app = open_page("train", **LONG)
    start(app)
    until(app, lab, "running")
    assert app.button(key="start_training").disabled
    assert app.button(key="start_training").label == "Training…"
    app.slider(key="epochs").set_value(7).run()
    app.button(key="stop").click().run()
    held.let_go()
    run = until(app, lab, "stopped")
    assert run.config.epochs == 50  # the slider moved the next run, not this one
    assert "You stopped this run before its first epoch was finished" in words(app)


def test_pause_and_resume(open_page: OpenPage, lab: Lab, held: Held) -> None:
    app = open_page("train", **LONG)
    start(app)
    until(app, lab, "running")
    app.button(key="pause").click().run()
    held.let_go()
    until(app, lab, "paused")
    assert app.button(key="resume").label == "Resume"
    assert app.button(key="start_training").label == "Paused"
    app.button(key="resume").click().run()
    until(app, lab, "running", "queued")
    app.button(key="stop").click().run()
    held.let_go(2)
    until(app, lab, "stopped")


def test_queue_position_of_second_browser(open_page: OpenPage, lab: Lab, held: Held) -> None:
    """A second browser waits in the queue and sees its position."""
    other = lab.queue.submit(
        "someone-else", open_page("train", **LONG).session_state["digit_lab"].config
    )
    app = open_page("train", **QUICK)
    start(app)
    run = lab.queue.runs(app.session_state["digit_lab"].owner)[0]
    assert run.status.value == "queued"
    assert app.button(key="start_training").label == "Waiting for its turn…"
    said = [str(each.proto.text) for each in app.get("progress")]
    assert said and all("Number 1 in the queue" in each for each in said)
    lab.queue.stop("someone-else", other)
    held.let_go(100)
    until(app, lab, "done")


def test_diverged_run_has_a_sentence(open_page: OpenPage, lab: Lab) -> None:
    """A rate that is too high diverges and says so."""
    app = open_page("train", optimizer="sgd", lr="5", epochs="3")
    start(app)
    run = until(app, lab, "diverged")
    message = " ".join(error.value for error in app.error)
    assert "diverged" in message and f"epoch {run.history.diverged.epoch}" in message
    assert not app.button(key="start_training").disabled
    progress = " ".join(str(each.proto.text) for each in app.get("progress"))
    assert f"step {run.history.diverged.step:,} of" in progress
    assert "This run has no model" in words(app) and "overfitting" not in words(app)


def test_one_click_after_diverging_sets_a_rate_that_works(open_page: OpenPage, lab: Lab) -> None:
    app = open_page("train", optimizer="sgd", lr="5", epochs="1")
    start(app)
    until(app, lab, "diverged")
    message = " ".join(error.value for error in app.error)
    assert "from 0.01 to 0.1" in message and "try 0.01" in message
    app.button(key="try_diagnosis_0").click().run()
    assert app.select_slider(key="learning_rate").value == 0.01
    assert "- Learning rate: **0.01** (before: 5)" in words(app)
    app.button(key="start_diagnosis").click().run()
    run = until(app, lab, "done")
    assert run.config == TrainingConfig(optimizer="sgd", learning_rate=0.01, epochs=1)
    label = app.button(key="try_diagnosis_0").label
    assert "Learning rate" not in label and label == "The same with Epochs: 5"


def test_a_run_that_learned_nothing_says_so(open_page: OpenPage, lab: Lab) -> None:
    app = open_page("train", optimizer="adamw", lr="10", **QUICK)
    start(app)
    run = until(app, lab, "done")
    assert run.history.epochs[-1].held_out_accuracy < 0.2
    assert "The model has learned nothing" in words(app)
    assert "overfitting" not in words(app)
    assert "It has learned nothing" in words(app)
    app.button(key="try_diagnosis_0").click().run()
    assert app.select_slider(key="learning_rate").value == 0.001


def boxes(app: AppTest) -> str:
    """What stands in the coloured boxes."""
    said = [*app.info, *app.success, *app.warning, *app.error]
    return " ".join(str(each.value) for each in said)


@pytest.mark.parametrize(("lang", "word"), [("en", "One epoch says little"), ("zh", "只有一轮")])
def test_one_epoch_says_little(open_page: OpenPage, lab: Lab, lang: str, word: str) -> None:
    """Of a single epoch no more is said than it shows, and more epochs are offered."""
    app = open_page("train", lang=lang, hidden="16", epochs="1", batch="32")
    start(app)
    run = until(app, lab, "done")
    assert word in boxes(app)
    assert f"{run.history.epochs[0].held_out_accuracy:.2%}" in boxes(app)
    assert "{" not in boxes(app)
    app.button(key="try_diagnosis_0").click().run()
    assert app.session_state["digit_lab"].config.epochs == 5


def test_overfitting_is_found(open_page: OpenPage, lab: Lab) -> None:
    """1,500 images learned by heart: the run's figures say so, and bent images are offered."""
    app = open_page("train", hidden="128", epochs="12", batch="32", lr="0.002")
    assert "Overfitting" not in boxes(app)
    start(app)
    run = until(app, lab, "done")
    assert "**Overfitting**" in boxes(app) and "by heart" in boxes(app)
    assert f"{run.history.epochs[-1].train_accuracy:.2%}" in boxes(app)
    assert "shaded in the charts" in words(app)
    assert (
        app.button(key="try_diagnosis_0").label == "The same with Prepare for real handwriting: on"
    )


def test_stopped_run_is_diagnosed(open_page: OpenPage, lab: Lab, held: Held) -> None:
    """What a stopped run shows is said of the epochs that it had, and the rest is offered."""
    app = open_page("train", hidden="16", epochs="50", batch="32")
    start(app)
    held.let_go()
    until(app, lab, "running")
    while len(lab.queue.runs(app.session_state["digit_lab"].owner)[0].history.epochs) < 1:
        time.sleep(0.02)
    app.run()
    assert "says little" not in boxes(app)  # it goes on
    app.button(key="stop").click().run()
    held.let_go()
    until(app, lab, "stopped")
    assert "The run ended after 1 of its 50 epochs" in boxes(app)
    assert app.button(key="try_diagnosis_0").label == "The same again, to the end"


def test_settings_of_the_run_shown(open_page: OpenPage, lab: Lab) -> None:
    """The run shown says its settings and what has changed since."""
    app = open_page("train", **QUICK)
    assert "Network: 784-16-10" in words(app)
    start(app)
    until(app, lab, "done")
    settings = "784-16-10 · ReLU · Adam 0.001 · batch 512 · 1 epoch · seed 0"
    assert f"This run: {settings}." in words(app)
    assert "Changed since" not in words(app)
    app.slider(key="epochs").set_value(3).run()
    app.select_slider(key="learning_rate").set_value(0.01).run()
    assert f"This run: {settings}." in words(app)
    assert "Changed since, for the next run: Learning rate, Epochs." in words(app)


def test_the_closing_line_promises_only_what_there_is(
    open_page: OpenPage, lab: Lab, held: Held
) -> None:
    app = open_page("train", hidden="64", epochs="1", batch="32")
    assert "It has learned" not in words(app)
    start(app)
    until(app, lab, "running")
    assert "As soon as its first epoch is done" in words(app)
    assert ways_on(app) == ["Next: Evaluate"]
    held.let_go(2)
    until(app, lab, "done")
    assert "It has learned something." in words(app)
    assert ways_on(app) == ["Find out what it gets wrong", "Next: Evaluate"]  # beside *Done*


@pytest.mark.parametrize(("lang", "word"), [("en", "could not go on"), ("zh", "训练无法继续")])
def test_a_failed_run_tells_its_cause(
    open_page: OpenPage, lab: Lab, monkeypatch: pytest.MonkeyPatch, lang: str, word: str
) -> None:
    def broken(*_arguments: object, **_options: object) -> None:
        raise RuntimeError("the disk is made of cheese")

    monkeypatch.setattr("mnist_core.runs.training_run.train", broken)
    app = open_page("train", lang=lang, **QUICK)
    start(app)
    until(app, lab, "failed")
    assert word in " ".join(error.value for error in app.error)
    assert not app.button(key="start_training").disabled


def test_coming_back_finds_the_run_going_on(open_page: OpenPage, lab: Lab, held: Held) -> None:
    app = open_page("train", **LONG)
    start(app)
    until(app, lab, "running")
    app.switch_page("pages/data.py").run()
    app.switch_page("pages/train.py").run()
    assert app.button(key="stop").label == "Stop"
    app.button(key="stop").click().run()
    held.let_go()
    until(app, lab, "stopped")


def test_run_of_another_tab(open_page: OpenPage, lab: Lab, held: Held) -> None:
    """A run begun in another tab does not take the place of the one shown."""
    app = open_page("train", **QUICK)
    owner = app.session_state["digit_lab"].owner
    lab.queue.submit(owner, TrainingConfig(hidden_sizes=(16,), epochs=1, batch_size=512))
    app.run()
    assert "This run: 784-16-10" in words(app)
    lab.queue.submit(owner, TrainingConfig(hidden_sizes=(8,), epochs=1, batch_size=512))
    held.let_go(100)
    until(app, lab, "done")
    assert "This run: 784-16-10" in words(app)
    assert app.selectbox(key="chosen_run").value == lab.queue.runs(owner)[1].run_id


def test_changed_data_and_start(open_page: OpenPage, lab: Lab) -> None:
    """They are folded away, said beneath while they are not the tutorial's, and trained with."""
    app = open_page("train", **QUICK)
    assert "Not as in" not in words(app)
    app.select_slider(key="training_images").set_value(500)
    app.slider(key="label_noise").set_value(0.3)
    app.selectbox(key="order").select("sorted")
    app.toggle(key="normalize").set_value(False)
    app.selectbox(key="initial_weights").select("normal").run()
    assert not app.exception, app.exception
    for each in ("images: 500", "noise: 30%", "Sorted by digit", "Normalise the images: off"):
        assert each in words(app)
    assert "Initial weights: Large (standard normal)" in words(app)
    start(app)
    config = until(app, lab, "done").config
    assert (config.training_images, config.label_noise, config.order) == (500, 0.3, "sorted")
    assert (config.normalize, config.initial_weights) == (False, "normal")
    assert log_of(app)[0].startswith("Epoch: 1 [0/500 (0%)]")


def test_link_to_changed_data(open_page: OpenPage) -> None:
    app = open_page("train", **QUICK, images="300", noise="0.12", order="unshuffled", lang="zh")
    assert app.select_slider(key="training_images").value == 300
    assert app.slider(key="label_noise").value == 0.12
    assert "标签噪声：12%" in words(app)
