"""Every line of every page's code says what it is for, in both languages, and nothing is idle."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from mnist_core.config.training_config import TUTORIAL, TrainingConfig
from mnist_core.export.program import program
from tests.ui.configs import CONFIGS
from ui.data import listing as data_listing
from ui.draw import listing as draw_listing
from ui.evaluate import listing as evaluate_listing
from ui.model import listing as model_listing
from ui.session.state import AppState
from ui.step import listing as step_listing
from ui.text import i18n
from ui.text.code_lines import BLANK, Line, Listing, commented, listing
from ui.text.i18n import LANGUAGES, sections
from ui.train import listing as train_listing


@pytest.fixture(params=LANGUAGES)
def visit(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> AppState:
    made = AppState(language=request.param, config=TrainingConfig())
    monkeypatch.setattr(i18n, "get_state", lambda: made)
    return made


def listings() -> Iterator[Listing]:
    for config in CONFIGS:
        yield data_listing.data(config)
        yield model_listing.model(config)
        yield train_listing.training(config)
        yield evaluate_listing.evaluation(None, config)
        yield listing(config, *commented(program(config)))
        yield step_listing.step(config)
        yield draw_listing.prediction(config)


def lines() -> Iterator[tuple[Listing, Line]]:
    for each in listings():
        yield from ((each, line) for _shown, line in each.rows if line is not None)


def test_every_line_has_its_explanation(visit: AppState) -> None:
    said = sections(visit.language, "code")
    for shown, line in lines():
        words = shown.purpose(line)
        assert words and line.key in said
        assert "{" not in words and "{" not in shown.without(line), line.key
        sentences = words.count(". ") + words.count("。")
        assert sentences <= 4, line.key


def test_no_explanation_is_idle(visit: AppState) -> None:
    used = {line.key for _shown, line in lines()}
    said = {key.removesuffix("_without") for key in sections(visit.language, "code")}
    assert said - used == set()


def test_an_explanation_has_the_learners_numbers(visit: AppState) -> None:
    config = replace(TrainingConfig(), batch_size=128, hidden_sizes=(40,))
    words = [shown.purpose(line) for shown, line in lines_of(train_listing.training(config))]
    assert any("128" in each and "469" in each for each in words)
    words = [shown.purpose(line) for shown, line in lines_of(model_listing.model(config))]
    assert any("784" in each and "40" in each for each in words)


def lines_of(shown: Listing) -> Iterator[tuple[Listing, Line]]:
    yield from ((shown, line) for _words, line in shown.rows if line is not None)


def test_a_paragraphs_comments_begin_in_one_column() -> None:
    lines = [
        Line("a", "key", "一"),
        Line("longer without", "key"),
        Line("bcd", "key", "two"),
        BLANK,
        Line("efghi", "key", "three"),
    ]
    shown = listing(TUTORIAL, *lines).source
    assert shown == "a    # 一\nlonger without\nbcd  # two\n\nefghi  # three\n"
