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
from ui.charts.experiment_charts import TOLD_APART, prediction_chart
from ui.charts.probability_chart import probabilities_chart, probability_rows
from ui.charts.specification import specification
from ui.charts.step_charts import (
    changes_chart,
    losses_chart,
    rates_chart,
    sizes_chart,
    taken_chart,
    ten_bars_chart,
)

__all__ = [
    "CELLS",
    "CELL_SELECTION",
    "ESTIMATES",
    "LATER_NAME",
    "TOLD_APART",
    "accuracies",
    "accuracy_chart",
    "accuracy_floor",
    "balance_chart",
    "changes_chart",
    "confusion_cells",
    "confusion_chart",
    "estimate_chart",
    "learning_rate_chart",
    "loss_ceiling",
    "loss_chart",
    "losses_chart",
    "pixel_chart",
    "pixel_frame",
    "prediction_chart",
    "probabilities_chart",
    "probability_rows",
    "rates_chart",
    "scores_chart",
    "sizes_chart",
    "specification",
    "taken_chart",
    "ten_bars_chart",
]
