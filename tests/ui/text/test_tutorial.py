"""Every mention of the tutorial leads to its program, or on Home to what it is."""

from __future__ import annotations

import re

import pytest

from mnist_core.config.training_config import TrainingConfig
from tests.ui.text.catalogue_words import TEXTS, one
from tools import catalogue
from ui.session import address
from ui.session.state import AppState
from ui.text.i18n import sections
from ui.text.tutorial import tutorial_link

# A button's label can hold no link; the words beside it do.
LABELS_OF_BUTTONS = {
    "Train the tutorial's model now",
    "The tutorial's settings",
    "The tutorial's: 512, 256",
    "The tutorial's batch: 64",
}


def test_tutorial_is_linked() -> None:
    """Every mention of the tutorial leads to its program, or on Home to what it is."""
    for language, word in (("en", "tutorial"), ("zh", "教程")):
        for name in TEXTS:
            for section, body in sections(language, name).items():
                named = word in re.sub(r"\{tutorial\}|#tutorial", "", body)
                itself = (name, section) in (("home", "tutorial"), ("program", "why"))
                linked = re.search(rf"\[[^]]*{word}\]\((\{{tutorial\}}|#tutorial)\)", body)
                assert bool(linked) == (named and not itself), (language, name, section)
    for message in catalogue.extract():
        if "tutorial" in one(message.id).lower() and message.id not in LABELS_OF_BUTTONS:
            heading = one(message.id).startswith("The tutorial:")
            assert heading or "[the tutorial]({tutorial})" in one(message.id), message.id


def test_the_link_carries_the_experiment(monkeypatch: pytest.MonkeyPatch) -> None:
    visit = AppState(language="zh", config=TrainingConfig(hidden_sizes=(64, 32), epochs=7))
    monkeypatch.setattr(address, "get_state", lambda: visit)
    assert tutorial_link() == "./program?lang=zh&hidden=64-32&epochs=7"
