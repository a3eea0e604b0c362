from __future__ import annotations

from tests.core.experiments.performed import assert_holds


def test_the_best_of_many_loses_some_of_its_lead() -> None:
    for outcome in assert_holds("choose_by_test", 1_000):
        figures = outcome.verdict.figures
        assert figures["lead_points"] > 0 and figures["kept_points"] < figures["lead_points"]
        assert len(outcome.to_dict()["curves"]) == 20
