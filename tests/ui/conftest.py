"""What the tests of `ui` share: a visit, and the whole app as the tests of the pages open it."""

from __future__ import annotations

import pytest

from mnist_core.config.training_config import TUTORIAL
from tests.pages.conftest import held, lab, open_page, small_mnist
from ui.session.state import AppState
from ui.text import i18n

__all__ = ["held", "lab", "open_page", "small_mnist"]  # fixtures, for pytest to find here


@pytest.fixture
def visit(monkeypatch: pytest.MonkeyPatch) -> AppState:
    """A visit in English, for words that are said outside of the app."""
    made = AppState(language="en", config=TUTORIAL)
    monkeypatch.setattr(i18n, "get_state", lambda: made)
    return made
