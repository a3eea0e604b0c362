"""A number is right within its tolerance; what is to happen is asked of the app."""

from __future__ import annotations

import pytest

from ui.questions.question import Find, Make
from ui.shell.lab import Lab


@pytest.mark.parametrize(
    ("typed", "right"), [(-0.42, True), (-0.424, True), (-0.43, True), (0.42, False), (None, False)]
)
def test_find(lab: Lab, typed: float | None, right: bool) -> None:
    question = Find("data", "paper", lambda _lab: [-0.4242], near=0.006)
    assert question.right(lab, typed) is right


def test_find_where_nothing_is_yet_or_two_are_right(lab: Lab) -> None:
    assert not Find("evaluate", "taken", lambda _lab: []).right(lab, 4)
    assert Find("evaluate", "taken", lambda _lab: [4, 7]).right(lab, 7)


def test_make(lab: Lab) -> None:
    assert Make("model", "small", lambda _lab: True).right(lab, None)
    assert not Make("model", "small", lambda _lab: False).right(lab, 1.0)
