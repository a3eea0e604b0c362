"""Every error that a learner can meet has a sentence, and the sentence can be filled in."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from mnist_core.config.training_config import TrainingConfig
from mnist_core.errors import ConfigError, DrawingError
from ui.text.error_sentences import ELSEWHERE, SENTENCES
from ui.text.errors import explain

ROOT = Path(__file__).parents[3]
CODE = re.compile(r'code="([a-z_]+)"|RunError\(\s*"([a-z_]+)"')


def test_every_code_has_a_sentence() -> None:
    codes = {
        one or other
        for path in (*ROOT.glob("mnist_core/**/*.py"), *ROOT.glob("ui/**/*.py"))
        for one, other in CODE.findall(path.read_text(encoding="utf-8"))
    }
    assert len(codes) > 20
    assert codes - ELSEWHERE <= set(SENTENCES), codes - ELSEWHERE - set(SENTENCES)
    assert set(SENTENCES) <= codes, f"no longer raised: {set(SENTENCES) - codes}"


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"epochs": 99}, "Epochs must be from 1 to 50, not 99."),
        ({"optimizer": "magic"}, "one of Adam, SGD with momentum, AdamW, not “magic”."),
        (
            {"validation_size": 777},
            "held out must be from 0 to 10,000 in steps of 1,000, not 777.",
        ),
        ({"hidden_sizes": (513, 8)}, "must be from 8 to 1,024 in steps of 8, not 513."),
        ({"learning_rate": 9999.0}, "Learning rate must be from 0.00001 to 10, not 9999."),
        ({"epochs": -3}, "Epochs must be from 1 to 50, not −3."),
        ({"epochs": True}, "Epochs cannot be “True”."),
        ({"learning_rate": "fast"}, "Learning rate cannot be “fast”."),
        ({"hidden_sizes": (8,) * 5}, "There can be 0 to 4 hidden layers, not 5."),
        ({"hidden_sizes": (1024,) * 4}, "at most 3,000,000 are allowed here"),
    ],
)
def test_a_setting_that_is_not_allowed_is_named(settings: dict, words: str) -> None:
    with pytest.raises(ConfigError) as caught:
        TrainingConfig(**settings)
    assert words in explain(caught.value)


@pytest.mark.parametrize(
    "value",
    [
        "[Log in](https://evil.example)",
        "https://evil.example",
        "www.evil.example",
        "*now*",
        "$x$",
        ":red[now]",
        "`a` www.evil.example `b`",
        "two\n\n# lines",
    ],
)
def test_a_value_is_shown_as_it_was_typed_and_never_as_markdown(value: str) -> None:
    with pytest.raises(ConfigError) as caught:
        TrainingConfig(optimizer=value)
    before, shown, after = explain(caught.value).split("`")
    assert before.endswith("not ") and after == "."
    assert shown == " ".join(value.replace("`", "'").split())


def test_an_error_with_parameters_is_filled_in() -> None:
    assert "3 digits" in explain(DrawingError("", code="several_digits", count=3))


def test_an_unknown_code_is_said_in_the_cores_own_words() -> None:
    assert explain(DrawingError("The moon is full.", code="moon")) == "The moon is full."
