"""What was refused or went wrong is said where the learner is, and stays until they go on."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from mnist_core.runs.limit_checks import pause_full
from mnist_core.tracking.run_snapshot import RunRefused
from tests.pages.conftest import Held, OpenPage, run_fragment, until
from ui.shell.lab import Lab

QUICK = {"hidden": "16", "epochs": "2", "batch": "512"}
NOW = "Train the tutorial's model now"
EVIL = "[Log in](https://evil.example)"


def warnings(app: AppTest) -> list[str]:
    return [each.value for each in app.warning]


def press(app: AppTest, label: str) -> None:
    next(each for each in app.button if each.label == label).click().run()
    assert not app.exception, app.exception


@pytest.fixture
def full(lab: Lab, monkeypatch: pytest.MonkeyPatch) -> None:
    """A queue that takes no more runs."""

    def refuse(*_arguments: object, **_options: object) -> str:
        raise RunRefused("Full.")

    monkeypatch.setattr(lab.queue, "submit", refuse)


@pytest.mark.parametrize("page", ["home", "draw"])
def test_refused_start_has_a_notice(open_page: OpenPage, full: None, page: str) -> None:
    """A start that is refused says so at once and until another page."""
    app = open_page(page)
    press(app, NOW)
    (said,) = warnings(app)
    assert said == "Full."
    app.run()  # of itself
    assert warnings(app) == [said]
    app.switch_page("pages/data.py").run()
    assert warnings(app) == []


def test_another_try_says_it_once(open_page: OpenPage, full: None) -> None:
    app = open_page("draw")
    for _try in range(2):
        press(app, NOW)
        assert len(warnings(app)) == 1


def test_a_pause_that_is_refused_says_so_at_once(
    open_page: OpenPage, lab: Lab, held: Held, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_arguments: object) -> None:
        raise pause_full()

    app = open_page("train", **QUICK)
    app.button(key="start_training").click().run()
    until(app, lab, "running")
    monkeypatch.setattr(lab.queue, "pause", refuse)
    app.button(key="pause").click()
    run_fragment(app, "_run_view", monkeypatch)
    assert ["cannot be paused now" in each for each in warnings(app)] == [True]


def test_link_notice_stays(open_page: OpenPage) -> None:
    """What is wrong with a link stays until a setting is moved."""
    app = open_page("home", epochs="99")
    (said,) = warnings(app)
    assert "Epochs must be from 1 to 50, not 99." in said
    app.run()  # the browser says who it is
    assert warnings(app) == [said]
    app.segmented_control(key="language").set_value("zh").run()
    assert len(warnings(app)) == 1 and warnings(app) != [said]
    app.switch_page("pages/train.py").run()
    assert warnings(app) == []


def test_link_notice_goes_with_change(open_page: OpenPage) -> None:
    """On the page with the settings it goes with the first change."""
    app = open_page("home")
    app.switch_page("pages/train.py")
    app.query_params["epochs"] = "99"
    del app.session_state["digit_lab"]
    app.run()
    assert len(warnings(app)) == 1
    app.slider(key="epochs").set_value(7).run()
    assert warnings(app) == []


@pytest.mark.parametrize("language", ["en", "zh"])
def test_notice_shows_no_foreign_link(open_page: OpenPage, language: str) -> None:
    """A link cannot put a stranger's link on the page."""
    app = open_page("home", lang=language, epochs=EVIL, lr="`" + EVIL)
    (said,) = warnings(app)
    outside_of_code = "".join(said.split("`")[::2])
    assert said.count("`") == 4 and "evil" not in outside_of_code


def test_link_nonsense_in_one_notice(open_page: OpenPage) -> None:
    """All that is nonsense in a link is said in one place."""
    app = open_page("home", epochs="-3", lr="fast", hidden="513")
    (said,) = [each.value for each in app.warning]
    assert said.startswith("The link was not quite right")
    assert said.count("\n- ") == 3
    assert "in steps of 8, not 513" in said
