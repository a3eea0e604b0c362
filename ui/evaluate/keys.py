"""The Evaluate page's widgets.  What a test clicks is found by these names."""

from __future__ import annotations

from ui.session import Key

TRUE = Key[int]("cell_true")
PREDICTED = Key[int]("cell_predicted")
VERSION = Key[int]("confusion_version")
CELL_IMAGES = Key[dict[str, object]]("cell_images")
MISTAKES = Key[dict[str, object]]("mistakes")
SCORES_CHART = Key[None]("scores_chart")
MISTAKE_PROBABILITIES = Key[None]("mistake_probabilities")

# What is selected in a chart, by the selection's name.
Selection = dict[str, dict[str, list[dict[str, int]]]]


def matrix(version: int) -> Key[Selection]:
    """The confusion matrix's chart; its selection holds the clicked cells."""
    return Key(f"confusion_{version}")


def cell_page(run_id: str, true: int, predicted: int) -> Key[int]:
    """The page of a cell's images."""
    return Key(f"cell_page_{run_id}_{true}_{predicted}")
