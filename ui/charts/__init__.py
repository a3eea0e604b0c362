"""From data to Altair charts; nothing here imports Streamlit."""

from ui.charts.curves import (
    LATER_NAME,
    accuracies,
    accuracy_chart,
    accuracy_floor,
    learning_rate_chart,
    loss_ceiling,
    loss_chart,
)
from ui.charts.data_charts import ESTIMATES, balance_chart, estimate_chart, pixel_chart, pixel_frame
from ui.charts.evaluation_charts import (
    CELL_SELECTION,
    CELLS,
    confusion_cells,
    confusion_chart,
    scores_chart,
)
from ui.charts.probability_chart import probabilities_chart, probability_rows

__all__ = [
    "CELLS",
    "CELL_SELECTION",
    "ESTIMATES",
    "LATER_NAME",
    "accuracies",
    "accuracy_chart",
    "accuracy_floor",
    "balance_chart",
    "confusion_cells",
    "confusion_chart",
    "estimate_chart",
    "learning_rate_chart",
    "loss_ceiling",
    "loss_chart",
    "pixel_chart",
    "pixel_frame",
    "probabilities_chart",
    "probability_rows",
    "scores_chart",
]
