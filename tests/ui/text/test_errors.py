"""Every error that a learner can meet has a sentence, and the sentence can be filled in."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from mnist_core.config.training_config import TrainingConfig
from mnist_core.errors import ConfigError, DrawingError, LabError
from mnist_core.runs.limit_checks import no_weights
from mnist_core.tracking.run_snapshot import RunError
from tools.catalogue import ERRORS
from ui.text.errors import explain
from ui.text.i18n import translations

ROOT = Path(__file__).parents[3]
PLACEHOLDER = re.compile(r"{([a-z_]+)}")
# What is handed on there has been seen where it was made.
HANDED_ON = {"ranges.py: message", "failures.py: error.message", "errors.py: message"}


def made() -> Iterator[tuple[str, ast.Call]]:
    """Each place in the code that makes an error for the learner, with its file's name."""
    for path in (*ROOT.glob("mnist_core/**/*.py"), *ROOT.glob("ui/**/*.py")):
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            named = isinstance(call, ast.Call) and getattr(call.func, "id", "") in ERRORS
            if isinstance(call, ast.Call) and named and call.args:  # none: a kept one comes back
                yield path.name, call


def sentence_of(file: str, call: ast.Call) -> str:
    """The English of an error where it is made; empty where it is handed on."""
    words = call.args[(ERRORS[getattr(call.func, "id", "")] or (1,))[0] - 1]
    if not isinstance(words, ast.Constant):
        assert f"{file}: {ast.unparse(words)}" in HANDED_ON
        return ""
    return str(words.value)


SENTENCES = {words for file, call in made() if (words := sentence_of(file, call))}


def kinds(kind: type[LabError]) -> Iterator[type[LabError]]:
    yield kind
    for each in kind.__subclasses__():
        yield from kinds(each)


def test_catalogue_collects_every_kind() -> None:
    assert {kind.__name__ for kind in kinds(LabError)} < set(ERRORS)


def test_errors_have_their_values() -> None:
    for file, call in made():
        given = {each.arg for each in call.keywords} | {"label", "value"}
        for dictionary in [each for each in call.args if isinstance(each, ast.Dict)]:
            given |= {getattr(key, "value", None) for key in dictionary.keys}
        wanted = set(PLACEHOLDER.findall(sentence_of(file, call)))
        assert None in given or wanted <= given, f"{file}: {wanted - given}"


def test_errors_are_sentences_in_both_languages() -> None:
    assert len(SENTENCES) > 40
    for words in SENTENCES:
        chinese = translations("zh").gettext(words)
        assert set(PLACEHOLDER.findall(chinese)) == set(PLACEHOLDER.findall(words))
        assert chinese != words and chinese.endswith("。"), words
        error = LabError(words, **dict.fromkeys(PLACEHOLDER.findall(words), 3))
        for said in (str(error), explain(error)):
            assert re.fullmatch(r"[A-Z3].{20,}\.", said) and "{" not in said, said


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
        ({"epochs": True}, "Epochs must be a whole number, not “True”."),
        ({"learning_rate": "fast"}, "Learning rate must be a number, not “fast”."),
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
def test_explain_shows_no_markdown(value: str) -> None:
    """A value is shown as it was typed, and never as Markdown."""
    with pytest.raises(ConfigError) as caught:
        TrainingConfig(optimizer=value)
    before, shown, after = explain(caught.value).split("`")
    assert before.endswith("not ") and after == "."
    assert shown == " ".join(value.replace("`", "'").split())


def test_explain_fills_in_values() -> None:
    assert "epoch 3 were" in explain(no_weights(3))
    run = RunError("diverged", "Infinite in epoch {epoch}.", params={"epoch": 1234})
    assert explain(run) == "Infinite in epoch 1,234."


def test_explain_has_the_english_where_there_is_no_translation() -> None:
    assert explain(DrawingError("The moon is full.", code="moon")) == "The moon is full."
