"""Draw, in every state: no drawing, no model, a digit, nonsense, a test image, one's own hand."""

from __future__ import annotations

import io
import json
import re
import threading
import types
import uuid
from collections.abc import Callable, Generator

import numpy as np
import pytest
from PIL import Image, ImageDraw
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import ButtonGroup, FileUploader
from streamlit.testing.v1.local_script_runner import LocalScriptRunner

from mnist_core.config.training_config import TrainingConfig
from mnist_core.drawing.preparation import prepare
from mnist_core.drawing.strokes import Stroke
from mnist_core.errors import DrawingError
from mnist_core.runs.job import Job
from mnist_core.runs.limit_checks import stopping
from mnist_core.training.fine_tuning import HandResult, HandStep
from tests.pages.conftest import answers, remembered, run_fragment, until
from tests.pages.paper import NONSENSE, ONE, TWO_DIGITS, alerts, answer, draw
from ui.components.fabric import drawing_of
from ui.drawing.restored_drawing import RestoredDrawing, RestoredDrawings
from ui.drawing.state import DrawingState, DrawState, Photo
from ui.shell.lab import Lab

OpenPage = Callable[..., AppTest]
QUICK = {"hidden": "64", "epochs": "2", "batch": "32"}
BROWSER = "0d9be5a8-6f0c-4b5d-9d0a-5f1f1d0c7a11"
CANVAS_WITH_A_STROKE = {"drawing": {"raw": {"objects": [{"type": "Path"}]}, "data": None}}


def train(app: AppTest, lab: Lab) -> None:
    app.switch_page("pages/train.py").run()
    app.button(key="start_training").click().run()
    until(app, lab, "done")
    app.switch_page("pages/draw.py").run()


def keep(app: AppTest) -> None:
    """Keep the drawing as what was asked for, whatever the model reads."""
    app.button(key="keep_digit").click().run()
    if "keep_asked" in [each.key for each in app.button]:
        app.button(key="keep_asked").click().run()


def test_an_empty_canvas_gets_a_sentence(open_page: OpenPage) -> None:
    app = open_page("draw")
    assert "Draw a digit in the box" in alerts(app)
    assert not answer(app)


def test_training_offered_without_model(open_page: OpenPage, lab: Lab) -> None:
    """With no model, one can be trained there and then."""
    app = open_page("draw")
    draw(app, ONE)
    assert "no trained model" in alerts(app)
    next(
        each for each in app.button if each.label == "Train the tutorial's model now"
    ).click().run()
    until(app, lab, "done")
    assert "digit-answer" in answer(app)


def test_a_digit_is_read_and_its_stages_are_shown(open_page: OpenPage, lab: Lab) -> None:
    app = open_page("draw", **QUICK)
    train(app, lab)
    draw(app, ONE)
    assert ">1<" in answer(app)
    assert [each.label[:2] for each in app.toggle if each.key.startswith("stage_")] == [
        f"{number}." for number in range(1, 6)
    ]
    captions = " ".join(each.value for each in app.caption)
    assert captions.count("without:") == 5
    assert "must choose one of the ten digits" in captions
    app.toggle(key="stage_centre").set_value(False).run()
    assert answer(app) and not app.exception


@pytest.mark.parametrize(("strokes", "lang", "word"), NONSENSE)
def test_nonsense_gets_a_sentence_in_the_learners_language(
    open_page: OpenPage, strokes: list, lang: str, word: str
) -> None:
    app = open_page("draw", lang=lang)
    draw(app, strokes)
    assert word in alerts(app)
    assert not answer(app)


def test_forged_drawing_is_refused(open_page: OpenPage, monkeypatch: pytest.MonkeyPatch) -> None:
    """A drawing that no canvas sends is refused and forgotten."""
    nested: list[object] = []
    for _level in range(400):
        nested = [nested]
    app = open_page("draw")
    sent = types.SimpleNamespace(json_data={"objects": nested})
    monkeypatch.setattr("ui.drawing.canvas._st_canvas", lambda **_options: sent)
    app.run()
    assert "could not be read" in alerts(app)
    assert remembered(app, DrawState).history == []
    draw(app, ONE)
    assert len(remembered(app, DrawState).history) == 1


def test_clear_and_undo(open_page: OpenPage, lab: Lab) -> None:
    app = open_page("draw", **QUICK)
    train(app, lab)
    draw(app, ONE)
    app.button(key="clear").click().run()
    assert not answer(app) and "Draw a digit in the box" in alerts(app)
    app.button(key="undo").click().run()
    assert ">1<" in answer(app)


def test_a_test_image_needs_no_pen(open_page: OpenPage, lab: Lab) -> None:
    app = open_page("draw", **QUICK)
    train(app, lab)
    app.segmented_control(key="draw_way").set_value("sample").run()
    app.number_input(key="sample").set_value(2).run()
    captions = " ".join(each.value for each in app.caption)
    assert "Its label is 1." in captions and "must choose one" not in captions
    assert ">1<" in answer(app)


def picture_file(strokes: list[list[tuple[int, int]]], kind: str = "PNG") -> bytes:
    """A picture as a visitor would upload it."""
    paper = Image.new("RGB", (280, 280), "white")
    for stroke in strokes:
        ImageDraw.Draw(paper).line(stroke, fill="#111111", width=20)
    file = io.BytesIO()
    paper.save(file, kind)
    return file.getvalue()


def upload(app: AppTest, file: bytes) -> None:
    if not app.get("file_uploader"):
        app.segmented_control(key="draw_way").set_value("photo").run()
    uploader(app).upload("digit.png", file, "image/png").run()
    assert not app.exception, app.exception


def uploader(app: AppTest) -> FileUploader:
    found: FileUploader = app.get("file_uploader")[0]
    return found


def test_a_photo_is_read_and_stays_through_another_page(open_page: OpenPage, lab: Lab) -> None:
    app = open_page("draw", **QUICK)
    train(app, lab)
    upload(app, picture_file(ONE))
    assert ">1<" in answer(app)
    app.switch_page("pages/data.py").run()
    app.switch_page("pages/draw.py").run()
    assert ">1<" in answer(app)
    app.button(key="remove_photo").click().run()
    assert not answer(app) and "Take a photo of a digit" in alerts(app)


def test_lost_upload_is_forgotten(
    open_page: OpenPage, lab: Lab, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The browser goes on naming it when the server restarts or makes room for other uploads."""
    app = open_page("draw", **QUICK)
    train(app, lab)
    upload(app, picture_file(ONE))
    assert uploader(app).value is not None
    monkeypatch.setattr(LocalScriptRunner, "register_file", lambda *_: None)
    app.run()
    assert not app.exception, app.exception
    assert uploader(app).value is None
    assert ">1<" in answer(app)  # its ink was read in time, and can be taken away
    app.button(key="remove_photo").click().run()
    assert not answer(app)

    upload(app, picture_file(ONE))  # it was lost before it could be read
    assert uploader(app).value is None
    assert "Take a photo of a digit" in alerts(app)


@pytest.mark.parametrize(
    ("lang", "file", "words"),
    [
        ("en", b"no picture at all", "not a PNG, JPEG or WebP"),
        ("zh", b"no picture at all", "PNG、JPEG"),
        ("en", picture_file(ONE, "JPEG")[:900], "damaged"),
        ("en", picture_file([]), "No digit was found in this picture"),
        ("zh", picture_file([]), "没有找到数字"),
        ("en", picture_file(TWO_DIGITS), "Crop the picture to one"),
        ("zh", picture_file(TWO_DIGITS), "裁剪到只剩一个"),
    ],
    ids=["text-en", "text-zh", "cut-en", "blank-en", "blank-zh", "two-en", "two-zh"],
)
def test_unreadable_photo_has_a_sentence(
    open_page: OpenPage, lang: str, file: bytes, words: str
) -> None:
    """A photo that cannot be read gets a sentence of its own."""
    app = open_page("draw", lang=lang)
    upload(app, file)
    assert words in alerts(app)
    assert not answer(app)


def test_upload_of_any_name(open_page: OpenPage, lab: Lab) -> None:
    """A file of any name arrives, and a refused one leaves no old answer."""
    app = open_page("draw", **QUICK)
    train(app, lab)
    app.segmented_control(key="draw_way").set_value("photo").run()
    for name in ("digit.jfif", "digit.jpe"):
        file = picture_file(ONE, "JPEG")
        uploader(app).upload(name, file, "image/jpeg").run()
        assert ">1<" in answer(app)
        assert name in " ".join(each.value for each in app.caption)
    uploader(app).upload("notes.txt", b"no picture", "text/plain").run()
    assert "not a PNG, JPEG or WebP" in alerts(app) and not answer(app)


def test_reload_restores_drawing(open_page: OpenPage, monkeypatch: pytest.MonkeyPatch) -> None:
    """A reload finds the drawing, the way and the sample again."""
    kept = RestoredDrawings()
    monkeypatch.setattr("ui.drawing.restored_drawing.restored_drawings", lambda: kept)
    browser = str(uuid.uuid4())

    def visit(known: str | None) -> AppTest:
        app = open_page("home")
        app.session_state["digit_lab"].browser_id = known
        return app.switch_page("pages/draw.py").run()

    first = visit(browser)
    draw(first, ONE)
    first.segmented_control(key="draw_way").set_value("sample").run()
    first.number_input(key="sample").set_value(42).run()

    again = visit(browser)
    assert again.segmented_control(key="draw_way").value == "sample"
    assert again.number_input(key="sample").value == 42
    drawn, found = (remembered(app, DrawState).history[-1] for app in (first, again))
    assert found == drawn and len(found.strokes) == 1

    assert visit(str(uuid.uuid4())).segmented_control(key="draw_way").value == "draw"
    assert visit(None).segmented_control(key="draw_way").value == "draw"


def before_the_browser_answers(open_page: OpenPage, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    """The board of a visit whose browser drew before, and has not said in time who it is."""
    kept, app = RestoredDrawings(), open_page("home")
    strokes = json.dumps(drawing_of([Stroke(20.0, ((140.0, 60.0), (136.0, 220.0)))])).encode()
    kept.keep(BROWSER, RestoredDrawing(way="sample", sample=42, strokes=strokes))
    monkeypatch.setattr("ui.drawing.restored_drawing.restored_drawings", lambda: kept)
    monkeypatch.setattr("ui.session.browser._component", answers(None))
    monkeypatch.setattr("ui.session.browser.PATIENCE_SECONDS", 0.0)
    app.switch_page("pages/draw.py").run()
    assert app.segmented_control(key="draw_way").value == "draw"
    monkeypatch.setattr("ui.session.browser._component", answers(BROWSER))
    return app


def test_drawing_restored_for_late_owner(
    open_page: OpenPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The drawing is put back when the browser says late who it is."""
    app = before_the_browser_answers(open_page, monkeypatch).run()
    assert app.segmented_control(key="draw_way").value == "sample"
    assert app.number_input(key="sample").value == 42
    assert len(remembered(app, DrawState).history[-1].strokes) == 1
    app.number_input(key="sample").set_value(43).run()
    assert not app.exception and app.number_input(key="sample").value == 43


@pytest.mark.parametrize("done", ["chosen", "sample", "drawn", "cleared", "uploaded"])
def test_what_the_learner_did_before_the_browser_answered_stays(
    open_page: OpenPage, monkeypatch: pytest.MonkeyPatch, done: str
) -> None:
    app = before_the_browser_answers(open_page, monkeypatch)
    state, way, history = remembered(app, DrawState), "draw", 0
    if done == "chosen":  # in the same moment
        app.segmented_control(key="draw_way").set_value(way := "photo")
    elif done == "uploaded":
        state.photo = Photo("letter.txt", problem=DrawingError("No.", code="no_picture"))
    elif done == "sample":
        state.sample = 7
    elif done == "drawn":  # in the same moment
        monkeypatch.setattr("ui.drawing.undo_history.widget", lambda _key: CANVAS_WITH_A_STROKE)
    else:
        state.history.append(DrawingState(()))
        history = 1
    app.run()
    assert app.segmented_control(key="draw_way").value == way
    assert len(state.history) == history and state.restored


def test_no_canvas_before_owner_known(open_page: OpenPage, monkeypatch: pytest.MonkeyPatch) -> None:
    """No empty canvas is shown before the browser is known."""
    app = open_page("home")
    monkeypatch.setattr("ui.session.browser._component", answers(None))
    monkeypatch.setattr("ui.session.browser.PATIENCE_SECONDS", 1e6)
    app.switch_page("pages/draw.py").run()
    assert "draw_way" not in [each.key for each in app.get("button_group")]
    monkeypatch.setattr("ui.session.browser.PATIENCE_SECONDS", 0.0)  # it never says
    app.run()
    assert app.segmented_control(key="draw_way").value == "draw"


def test_drawing_is_prepared_once(
    open_page: OpenPage, lab: Lab, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was made of a drawing is not made again."""
    made = []
    monkeypatch.setattr(
        "ui.drawing.input.prepare",
        lambda rgba, *, options, paper: (
            made.append(options) or prepare(rgba, options=options, paper=paper)
        ),
    )
    app = open_page("draw", **QUICK)
    train(app, lab)
    draw(app, ONE)
    assert len(made) == len(set(made)) == 6  # with every stage, and without each of the five
    app.run()
    assert len(made) == 6


def test_saying_what_it_should_be_shows_why(open_page: OpenPage, lab: Lab) -> None:
    app = open_page("draw", **QUICK)
    train(app, lab)
    draw(app, ONE)
    meant = next(each for each in app.get("button_group") if each.key.startswith("meant_"))
    meant.set_value(7).run()
    assert "It should be **7**" in " ".join(each.value for each in app.markdown)
    captions = " ".join(each.value for each in app.caption)
    assert "over the average 7" in captions and "over the average 1" in captions


def test_sample_number_out_of_range(
    open_page: OpenPage,
) -> None:
    """A test image that there is not gets a sentence and the nearest."""
    app = open_page("draw")
    app.segmented_control(key="draw_way").set_value("sample").run()
    app.number_input(key="sample").set_value(99_999_999).run()
    assert app.number_input(key="sample").value == 499
    assert "numbered from 0 to 499" in alerts(app)
    app.number_input(key="sample").set_value(2).run()
    assert "numbered from" not in alerts(app)


def test_right_sample_is_not_doubted(open_page: OpenPage, lab: Lab) -> None:
    """A test image that is read rightly is not doubted."""
    app = open_page("draw", **QUICK)
    train(app, lab)
    app.segmented_control(key="draw_way").set_value("sample").run()

    def questions() -> list[ButtonGroup]:
        return [each for each in app.get("button_group") if each.key.startswith("meant_")]

    answers = {}
    for index in range(40):
        app.number_input(key="sample").set_value(index).run()
        label = int(lab.mnist.test.labels[index])
        right = f">{label}<" in answer(app)
        answers[right] = [each.value for each in questions()]
        if right:
            assert not questions()
        elif f"{label} or " not in answer(app):  # sure of another digit
            assert [each.value for each in questions()] == [label]
            break
    assert True in answers and False in answers


def test_doubtful_label_is_confirmed(open_page: OpenPage, lab: Lab) -> None:
    """A drawing that is surely another digit is kept only when that is confirmed."""
    app = open_page("draw", **QUICK)
    train(app, lab)
    owner = app.session_state["digit_lab"].owner

    def kept() -> list[int]:
        return lab.store.digits(owner)[1].tolist()

    draw(app, ONE)
    app.button(key="keep_digit").click().run()  # as a 0
    assert "sure that this is a **1**. Is it really a **0**?" in alerts(app)
    assert kept() == []
    app.button(key="keep_none").click().run()
    assert kept() == [] and "keep_asked" not in [each.key for each in app.button]

    draw(app, ONE)
    app.button(key="keep_digit").click().run()
    app.button(key="keep_read").click().run()
    assert kept() == [1]
    draw(app, ONE)
    app.button(key="keep_digit").click().run()
    app.button(key="keep_asked").click().run()
    assert kept() == [1, 0]


def test_new_photo_asks_again(open_page: OpenPage, lab: Lab) -> None:
    """A new photo is asked anew what it should be."""
    app = open_page("draw", **QUICK)
    train(app, lab)

    def meant() -> ButtonGroup:
        return next(each for each in app.get("button_group") if each.key.startswith("meant_"))

    upload(app, picture_file(ONE))
    meant().set_value(7).run()
    assert meant().value == 7
    upload(app, picture_file([[(60, 60), (200, 60)], [(200, 60), (120, 220)]]))
    assert meant().value is None


def own_fine_tuning(app: AppTest, lab: Lab) -> Job[HandStep, HandResult]:
    """The visit's, as the queue has it."""
    job = lab.queue.jobs.find(app.session_state["digit_lab"].owner, "fine_tuning")
    assert job is not None
    return job


def fine_tuned_visit(open_page: OpenPage, lab: Lab) -> AppTest:
    """A visit on Draw whose model has just been fine-tuned on one digit."""
    app = open_page("draw", **QUICK)
    train(app, lab)
    draw(app, ONE)
    keep(app)
    app.button(key="fine_tune").click().run()
    own_fine_tuning(app, lab).wait(60)
    return app.run()


def test_fine_tuned_run_shown(open_page: OpenPage, lab: Lab) -> None:
    """Its own result, and whose curves those are."""
    app = fine_tuned_visit(open_page, lab)
    app.button(key="use_fine_tuned").click().run()
    tuned, base = lab.queue.runs(app.session_state["digit_lab"].owner)
    was, now = base.history.epochs[-1].held_out_accuracy, tuned.test.accuracy
    assert f"{was:.2%}" != f"{now:.2%}"
    sidebar = " ".join(each.value for each in app.sidebar.markdown)
    assert f"{now:.2%}" in sidebar and f"{was:.2%}" not in sidebar

    app.switch_page("pages/train.py").run()
    assert {each.label: each.value for each in app.metric} == {
        "Test accuracy": f"{now:.2%}",
        "Test loss": f"{tuned.test.loss:.4f}",
    }
    assert "before the fine-tuning" in " ".join(each.value for each in app.caption)

    app.switch_page("pages/evaluate.py").run()
    assert f"{now:.2%}" in [each.value for each in app.metric]
    said = " ".join(each.value for each in [*app.markdown, *app.caption])
    assert (
        "after it was fine-tuned on your handwriting" in said and "before the fine-tuning" in said
    )


def test_the_fine_tuned_model_belongs_to_its_run(open_page: OpenPage, lab: Lab) -> None:
    app = fine_tuned_visit(open_page, lab)
    (base,) = lab.queue.runs(app.session_state["digit_lab"].owner)
    state = app.session_state["digit_lab"]
    other = lab.queue.submit(state.owner, TrainingConfig(hidden_sizes=(8,), epochs=1), name="other")
    lab.queue.wait(state.owner, other)
    state.chosen_run = other
    app.run()
    app.button(key="use_fine_tuned").click().run()
    tuned = lab.queue.runs(state.owner)[0]
    assert tuned.fine_tuned_from == base.run_id
    assert "other" not in app.selectbox(key="chosen_run").options[0]


def test_fine_tuning_that_waits(open_page: OpenPage, lab: Lab) -> None:
    """It says so, and can be stopped."""
    app = open_page("draw", **QUICK)
    train(app, lab)
    draw(app, ONE)
    keep(app)
    ended = threading.Event()
    lab.queue.jobs.begin(
        "another", "fine_tuning", never_ending(ended, threading.Event())
    )  # there is one slot
    app.button(key="fine_tune").click().run()
    said = " ".join(str(each.proto.text) for each in app.get("progress"))
    assert "waits for its turn · Number 1 in the queue" in said
    app.button(key="stop_fine_tuning").click().run()
    own_fine_tuning(app, lab).wait(60)
    app.run()
    assert "fine_tune" in [each.key for each in app.button] and not app.metric
    ended.set()


def test_fine_tuning_that_fails(
    open_page: OpenPage, lab: Lab, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It says why, and can be begun again."""

    def broken(*_arguments: object, **_options: object) -> Generator[HandStep, None, HandResult]:
        yield HandStep(1, 2, 1.0)
        raise ArithmeticError("/srv/lab")

    monkeypatch.setattr("ui.draw.fine_tuning.fine_tune", broken)
    app = fine_tuned_visit(open_page, lab)
    (said,) = [each.value for each in app.error]
    assert "The fine-tuning failed: There was an error in the app" in said
    assert "(`ArithmeticError`)" in said and "/srv/lab" not in said
    assert "fine_tune" in [each.key for each in app.button]


def never_ending(ended: threading.Event, begun: threading.Event) -> Generator[HandStep, None, None]:
    begun.set()
    while not ended.wait(0.01):
        yield HandStep(1, 2, 1.0)


@pytest.mark.parametrize("step", ["fine_tune", "use_fine_tuned"])
def test_a_refused_fine_tuning_says_why(
    open_page: OpenPage, lab: Lab, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    def refuse(*_arguments: object, **_options: object) -> None:
        raise stopping()

    app = fine_tuned_visit(open_page, lab)
    monkeypatch.setattr(lab.queue, "keep_fine_tuned", refuse)
    monkeypatch.setattr(lab.queue.jobs, "begin", refuse)
    app.button(key=step).click().run()
    assert not app.exception and not app.error
    assert ["about to stop" in each.value for each in app.warning] == [True]
    assert "use_fine_tuned" in [each.key for each in app.button]  # nothing is lost


def test_fine_tuning_and_going_on(open_page: OpenPage, lab: Lab) -> None:
    """A model is fine-tuned on one's own digits and gone on with."""
    app = open_page("draw", **QUICK)
    train(app, lab)
    owner = app.session_state["digit_lab"].owner
    for _round in range(2):
        draw(app, ONE)
        keep(app)
    pictures, labels = lab.store.digits(owner)
    assert labels.tolist() == [0, 1] and pictures.shape == (2, 28, 28)
    assert np.array_equal(pictures[0], pictures[1])

    app.button(key="fine_tune").click().run()
    own_fine_tuning(app, lab).wait(60)
    app.run()
    assert "Your digits" in " ".join(metric.label for metric in app.metric)
    own, test = app.metric
    words = r"[+−]\d+(\.\d\d)? points by your digits|no change by your digits"
    assert re.fullmatch(words, own.delta) and re.fullmatch(words, test.delta)
    said = [each.value for each in app.caption if each.value.startswith("Before: ")]
    was = lab.queue.runs(owner)[0].history.epochs[-1].held_out_accuracy
    result = own_fine_tuning(app, lab).result
    alone = f"After as many steps on MNIST alone: {result.test_alone:.2%}."
    assert said[1] == f"Before: {was:.2%}. {alone}"
    app.button(key="use_fine_tuned").click().run()
    tuned, base = lab.queue.runs(owner)
    assert app.session_state["digit_lab"].chosen_run == tuned.run_id
    assert tuned.test is not None
    figure = f"{tuned.test.accuracy:.1%}"
    assert app.selectbox(key="chosen_run").options == [
        f"64, my handwriting · {figure}",
        f"64 · {base.history.epochs[-1].held_out_accuracy:.1%}",
    ]


def test_digits_forgotten_and_restored(open_page: OpenPage, lab: Lab) -> None:
    """One digit or all are forgotten and can come back."""
    app = open_page("draw")
    owner = app.session_state["digit_lab"].owner

    def kept() -> list[int]:
        return lab.store.digits(owner)[1].tolist()

    for _digit in range(3):
        draw(app, ONE)
        keep(app)
    assert kept() == [0, 1, 2] and "remove_digit" not in [each.key for each in app.button]
    app.session_state["own_digits_3_picked"] = 1
    app.run()
    app.button(key="remove_digit").click().run()
    assert kept() == [0, 2]
    app.button(key="bring_back").click().run()
    assert kept() == [0, 1, 2] and "bring_back" not in [each.key for each in app.button]

    app.button(key="forget_digits").click().run()
    said = " ".join(each.value for each in app.markdown)
    assert kept() == [] and "3 digits were forgotten" in said
    app.button(key="bring_back").click().run()
    assert kept() == [0, 1, 2]
    app.button(key="forget_digits").click().run()
    draw(app, ONE)
    keep(app)  # a new beginning: what was forgotten is so for good
    assert kept() == [0] and "bring_back" not in [each.key for each in app.button]


def test_stage_off_is_shown(open_page: OpenPage, lab: Lab) -> None:
    """A stage that is off is said through all that follows until one click."""
    app = open_page("draw", **QUICK)
    train(app, lab)

    def captions() -> str:
        return " ".join(each.value for each in app.caption)

    draw(app, ONE)
    assert "prepared as MNIST's own digits were" in captions()
    app.toggle(key="stage_stroke").set_value(False).run()
    app.button(key="clear").click().run()
    app.switch_page("pages/data.py").run()
    app.switch_page("pages/draw.py").run()
    draw(app, ONE)
    assert "Off: 3. Pen as wide as MNIST's" in captions()
    assert "prepared as MNIST's own digits were" not in captions()
    app.button(key="all_stages").click().run()
    assert app.toggle(key="stage_stroke").value is True
    assert "prepared as MNIST's own digits were" in captions() and "Off:" not in captions()


def test_without_mnist_choice_stays(
    open_page: OpenPage, lab: Lab, monkeypatch: pytest.MonkeyPatch
) -> None:
    """“Without MNIST” stays chosen, and going on shows at once."""
    app = open_page("draw", **QUICK)
    train(app, lab)
    draw(app, ONE)
    keep(app)
    app.toggle(key="fine_tune_mixed").set_value(False).run()
    ended, begun = threading.Event(), threading.Event()
    with monkeypatch.context() as patch:
        patch.setattr("ui.draw.fine_tuning.fine_tune", lambda *_a, **_k: never_ending(ended, begun))
        app.button(key="fine_tune").click().run()
        assert "fine_tune_mixed" not in [each.key for each in app.toggle]
        assert begun.wait(60)
    app.button(key="stop_fine_tuning").click().run()
    own_fine_tuning(app, lab).wait(60)
    assert app.run().toggle(key="fine_tune_mixed").value is False

    app.button(key="fine_tune").click().run()
    own_fine_tuning(app, lab).wait(60)
    app.run()
    app.button(key="use_fine_tuned").click()
    run_fragment(app, "_board", monkeypatch)  # as a browser does: no more than this part
    now = f"{lab.queue.runs(app.session_state['digit_lab'].owner)[0].test.accuracy:.2%}"
    assert now in " ".join(each.value for each in app.sidebar.markdown)
    assert now in " ".join(each.value for each in app.success)
