"""The one lab: closing it opens nothing."""

from __future__ import annotations

from typing import cast

import pytest

from ui.shell import lab


class Recorder:
    """A loaded lab that tells whether its queue was closed."""

    ready = True
    closed = 0

    def wait(self) -> Recorder:
        return self

    @property
    def queue(self) -> Recorder:
        return self

    def close(self) -> None:
        self.closed += 1


def test_close_lab_where_nobody_came(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lab.Loader, "newest", None)
    monkeypatch.setattr(lab.Loader, "__init__", lambda self: pytest.fail("it begins to load"))
    lab.loader.clear()
    lab.close_lab()


def test_close_lab_closes_the_queue(monkeypatch: pytest.MonkeyPatch) -> None:
    loaded = Recorder()
    monkeypatch.setattr(lab.Loader, "newest", cast(lab.Loader, loaded))
    lab.close_lab()
    assert loaded.closed == 1
