"""Data: the gallery, the lens, the balance, the normalisation, its two numbers and the batches."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.conftest import remembered, shown_code
from ui.data.normalising import stages
from ui.data.shuffled_batch import first_epoch
from ui.data.state import DataState
from ui.shell.lab import Lab

OpenPage = Callable[..., AppTest]

FORMULA = re.compile(r"\$[^$]+\$")
OPEN_PLACEHOLDER = re.compile(r"\{[a-z_]+\}")


def words(app: AppTest) -> str:
    parts = [*app.markdown, *app.info, *app.warning, *app.error]
    return " ".join(str(each.value) for each in parts)


def grid(app: AppTest, key: str = "gallery") -> dict[str, Any]:
    """What a digit grid was given."""
    (found,) = [
        each.proto for each in app.get("bidi_component") if each.proto.id.endswith(f"-{key}")
    ]
    return json.loads(found.mixed.json or found.json)


def shown(app: AppTest) -> list[int]:
    return [picture["index"] for picture in grid(app)["pictures"]]


def choose(app: AppTest, key: str, value: object) -> None:
    app.button_group(key=key).set_value(value).run()
    assert not app.exception, app.exception


def test_the_gallery_shows_the_data_set_page_by_page(open_page: OpenPage) -> None:
    app = open_page("data")
    assert shown(app) == list(range(48))
    assert grid(app)["pictures"][0]["alt"] == "Digit 5, training image 0"
    assert "1,500 images; here are 48 of them." in words(app)
    app.pagination[0].set_value(32).run()
    assert shown(app) == list(range(31 * 48, 1500))
    assert "here are 12 of them" in words(app)


def test_gallery_filter_starts_at_page_1(open_page: OpenPage, lab: Lab) -> None:
    """The gallery can be narrowed, and begins again at page 1."""
    app = open_page("data")
    app.pagination[0].set_value(5).run()
    choose(app, "gallery_digits", ["all", "4"])  # a click on 4 while *All* is on
    assert {int(picture["caption"]) for picture in grid(app)["pictures"]} == {4}
    assert app.pagination[0].value == 1
    choose(app, "gallery_digits", ["4", "9"])
    assert {int(picture["caption"]) for picture in grid(app)["pictures"]} == {4, 9}
    choose(app, "gallery_split", "test")
    labels = lab.mnist.test.labels.numpy()
    assert shown(app) == np.flatnonzero(np.isin(labels, [4, 9]))[:48].tolist()


def test_an_empty_filter_gets_a_sentence(open_page: OpenPage) -> None:
    app = open_page("data")
    choose(app, "gallery_digits", [])
    assert "No digit is chosen" in words(app)
    assert not app.pagination
    assert app.number_input(key="lens_index").value == 0  # the lens stays
    choose(app, "gallery_digits", ["all"])
    assert shown(app) == list(range(48))


def test_gallery_page_and_lens_stay(open_page: OpenPage) -> None:
    """The gallery's page and the lens stay through another page."""
    app = open_page("data")
    app.pagination[0].set_value(3).run()
    app.number_input(key="lens_index").set_value(7).run()
    app.switch_page("pages/model.py").run()
    app.switch_page("pages/data.py").run()
    assert shown(app) == list(range(96, 144))
    assert app.pagination[0].value == 3
    assert app.number_input(key="lens_index").value == 7
    app.button(key="gallery_shuffle_button").click().run()
    assert app.pagination[0].value == 1


def test_shuffle_again_shows_others(open_page: OpenPage) -> None:
    app = open_page("data")
    seen = [shown(app)]
    for _again in range(2):
        app.button(key="gallery_shuffle_button").click().run()
        seen.append(shown(app))
    assert len({tuple(each) for each in seen}) == 3
    assert app.button(key="gallery_shuffle_button").label == "Shuffle again"


def test_gallery_filter_stays(open_page: OpenPage) -> None:
    """The filter is still there after a look at another page."""
    app = open_page("data")
    choose(app, "gallery_digits", ["all", "7"])
    app.switch_page("pages/home.py").run()
    app.switch_page("pages/data.py").run()
    assert {int(picture["caption"]) for picture in grid(app)["pictures"]} == {7}


@pytest.mark.parametrize(
    ("form", "brightest"), [("raw", "255"), ("scaled", "1.00"), ("normalised", "2.82")]
)
def test_the_lens_shows_one_image_in_three_forms(
    open_page: OpenPage, form: str, brightest: str
) -> None:
    app = open_page("data")
    app.number_input(key="lens_index").set_value(7).run()
    choose(app, "lens_form", form)
    assert "This is **training image 7**, labelled **3**" in words(app)
    assert f"**{brightest}**" in words(app)
    (table,) = [each.proto.body for each in app.get("html") if "lens" in each.proto.body]
    assert table.count("<td") == 784
    assert f">{brightest}</td>" in table


def test_the_lens_follows_to_the_smaller_test_set(open_page: OpenPage) -> None:
    app = open_page("data")
    app.number_input(key="lens_index").set_value(1400).run()
    choose(app, "gallery_split", "test")
    assert not app.exception, app.exception
    assert "This is **test image 0**, labelled **7**" in words(app)


def test_the_two_numbers_are_counted_step_by_step(open_page: OpenPage, lab: Lab) -> None:
    app = open_page("data")
    total = len(lab.mnist.train)

    def figures() -> list[str]:
        return [each.value for each in app.metric]

    assert figures() == ["0", "–", "–"]
    app.button(key="measure").click().run()
    points = stages(total)
    assert figures()[0] == str(points[1])
    app.run()
    assert figures()[0] == str(points[2])
    remembered(app, DataState).counted = len(points) - 1
    app.run()
    pixels = lab.mnist.train.images.double() / 255
    assert figures() == ["1,500", f"{pixels.mean():.4f}", f"{pixels.std(correction=0):.4f}"]
    assert app.button(key="measure").label == "Count again"


def test_the_batch_is_the_one_that_training_will_take(open_page: OpenPage, lab: Lab) -> None:
    app = open_page("data", batch="512", seed="3")
    config = app.session_state["digit_lab"].config
    batches = [indices for indices, _labels in first_epoch(lab.mnist, config)]

    def labels() -> list[int]:
        box = next(
            each.proto.body for each in app.get("html") if 'class="labels"' in each.proto.body
        )
        return [int(each) for each in re.findall(r"<span>(\d)</span>", box)]

    assert labels() == lab.mnist.train.labels[batches[0]].tolist()
    assert app.button(key="first_batch").disabled
    app.button(key="next_batch").click().run()
    assert labels() == lab.mnist.train.labels[batches[1]].tolist()
    for _batch in batches[2:]:
        app.button(key="next_batch").click().run()
    assert app.button(key="next_batch").disabled
    assert labels() == lab.mnist.train.labels[batches[-1]].tolist()  # the last, smaller one
    app.button(key="first_batch").click().run()
    assert labels() == lab.mnist.train.labels[batches[0]].tolist()


def test_an_experiment_changes_the_batch_in_one_click(open_page: OpenPage) -> None:
    app = open_page("data")
    app.button(key="next_batch").click().run()
    next(each for each in app.button if each.label == "A tiny batch: 16").click().run()
    assert "A shuffled batch of 16" in [each.value for each in app.subheader]
    assert "`(16, 1, 28, 28)`" in words(app)
    assert "Batch **1** of 94" in words(app)
    assert re.search(
        r"the commonest digit \(\d+ images?\) and .* the rarest \(\d images?\)", words(app)
    )
    assert "(1 images)" not in words(app)
    assert "- Batch size: **16** (before: 64)" in words(app)  # for the next training, too
    app.button(key="back_data").click().run()
    assert app.session_state["digit_lab"].config.batch_size == 64


def test_batch_of_1024_labels(open_page: OpenPage) -> None:
    """A batch of 1,024 counts as the rest of the page does."""
    app = open_page("data", batch="1024")
    assert "in epoch 1: 1,024 images" in words(app)
    assert "`(1024, 1, 28, 28)`" in words(app)  # a shape, as the code prints it


def test_the_code_has_the_learners_values(open_page: OpenPage) -> None:
    app = open_page("data", batch="128", seed="5", validation="1000")
    source = shown_code(app)
    compile(source, "the code", "exec")
    assert "batch_size=128" in source and "manual_seed(5)" in source
    assert "random_split(train_set, [59000, 1000]" in source


@pytest.mark.parametrize("language", ["en", "zh"])
def test_no_placeholder_is_left_open(open_page: OpenPage, language: str) -> None:
    app = open_page("data", lang=language)
    text = words(app)
    assert OPEN_PLACEHOLDER.findall(FORMULA.sub("", text)) == []
    assert r"\frac{p / 255 - 0.1307}{0.3081}" in text
