"""A mystery run on the page: what it is stays hidden until it is named, and nothing is lost."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from streamlit.testing.v1 import AppTest

from mnist_core.experiments import faults
from mnist_core.experiments.case import PROBES
from mnist_core.experiments.evidence import Evidence
from mnist_core.experiments.faults import FAULTS, fault_of
from mnist_core.tracking.attempt import Attempt
from tests.pages.conftest import words
from ui.experiments import attempts, mystery_attempts
from ui.shell.lab import Lab
from ui.text.i18n import sections

OpenPage = Callable[..., AppTest]


@pytest.fixture(autouse=True)
def short_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    shorter = replace(faults.HEALTHY, training_images=800, epochs=1)
    monkeypatch.setattr(faults, "HEALTHY", shorter)


@pytest.fixture
def with_fault(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], int]]:
    """The next run has this fault; its seed."""

    def choose(fault: str) -> int:
        seed = next(seed for seed in itertools.count(712_345) if fault_of(seed) == fault)
        monkeypatch.setattr(mystery_attempts, "new_seed", lambda before: seed)
        return seed

    yield choose


def newest(app: AppTest, lab: Lab) -> Attempt:
    return lab.queue.keeper.attempts(str(app.session_state["digit_lab"].owner))[0]


def click(app: AppTest, key: str) -> AppTest:
    app.button(key=key).click().run()
    assert not app.exception, app.exception
    return app


def finish(app: AppTest, lab: Lab) -> AppTest:
    job = lab.queue.jobs.find(str(app.session_state["digit_lab"].owner), attempts.KIND)
    assert job is not None and job.wait(60) and job.error is None
    return app.run()


def sent(app: AppTest) -> str:
    """All that the browser is sent."""
    return " ".join(str(getattr(node, "proto", "")) for node in app._tree) + str(app.query_params)


def test_every_fault_is_hidden_until_it_is_named(
    open_page: OpenPage, lab: Lab, with_fault: Callable[[str], int]
) -> None:
    app = open_page("experiments", experiment="mystery")
    for fault in FAULTS:
        seed = with_fault(fault)
        finish(click(app, "mystery_start"), lab)
        for probe in ("gradients", "weights", "scores"):
            click(app, f"mystery_probe_{probe}")
        attempt, hidden = newest(app, lab), sent(app)
        assert attempt.seed == seed
        assert str(seed) not in hidden and attempt.attempt_id not in hidden
        for name in FAULTS:
            assert name not in hidden
            said = sections("en", "mystery")[f"fault_{name}"][:30]
            assert hidden.count(said) == 1  # in the list of all
        app.radio(key="mystery_fault").set_value(fault).run()
        click(app, "mystery_name")
        assert "You found it" in " ".join(str(each.value) for each in app.success)
        assert "{" not in words(app)


def test_from_the_start_to_the_mended_run(
    open_page: OpenPage, lab: Lab, with_fault: Callable[[str], int]
) -> None:
    with_fault("wrong_labels")
    app = click(open_page("experiments"), "experiment_mystery")
    assert app.query_params["experiment"] == "mystery"
    app = finish(click(app, "mystery_start"), lab)
    assert "3 of five probes are left" in words(app)
    for probe in ("batch", "scores", "digits"):
        click(app, f"mystery_probe_{probe}")
    assert newest(app, lab).prediction == {"probes": ["batch", "scores", "digits"], "answer": None}
    assert "All three probes are spent" in words(app)
    assert all(app.button(key=f"mystery_probe_{probe}").disabled for probe in PROBES)
    assert app.button(key="mystery_name").disabled
    app.radio(key="mystery_fault").set_value("weights_zero").run()
    click(app, "mystery_name")
    assert "It was something else" in words(app)
    assert "What speaks against weights that begin at zero" in words(app)
    assert "labels of the batch" in words(app)
    assert "targets[wrong]" in app.code[0].value
    finish(click(app, "mystery_mend"), lab)
    assert "With the mistake mended" in words(app)
    evidence = Evidence.from_dict(newest(app, lab).outcome or {})
    assert evidence.mended is not None and newest(app, lab).prediction["answer"] == "weights_zero"
    with_fault("sorted_images")
    finish(click(app, "mystery_start"), lab)
    assert "3 of five probes are left" in words(app)
    click(app, "experiments_list")
    assert app.button(key="experiment_mystery").icon == ":material/pending:"


def test_stopped_lost_or_unreadable_it_is_run_again(open_page: OpenPage, lab: Lab) -> None:
    app = finish(click(open_page("experiments", experiment="mystery"), "mystery_start"), lab)
    attempt = newest(app, lab)
    for outcome in (None, {"fault": "other"}):
        lab.queue.jobs.forget(attempt.owner, attempts.KIND)  # as a restart of the server does
        lab.queue.keeper.save_attempt(replace(attempt, outcome=outcome))
        app.run()
        assert "has not come to its end" in words(app)
        finish(click(app, "experiment_run"), lab)
        assert newest(app, lab).outcome == attempt.outcome


def test_chinese(open_page: OpenPage, lab: Lab, with_fault: Callable[[str], int]) -> None:
    with_fault("no_zero_grad")
    app = open_page("experiments", experiment="mystery", lang="zh")
    finish(click(app, "mystery_start"), lab)
    app.radio(key="mystery_fault").set_value("rate_times_100").run()
    click(app, "mystery_name")
    assert "梯度能把它们分开" in words(app) and "{" not in words(app)
