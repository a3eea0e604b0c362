"""What a trained network gets right and wrong, and what a picture resembles."""

from mnist_core.evaluation.nearest_images import NeighbourSearch, average_images
from mnist_core.evaluation.prediction import SURE, Prediction, predict
from mnist_core.evaluation.scores import (
    DigitScore,
    confident_mistakes,
    confusion_matrix,
    digit_scores,
    images_of_cell,
    predict_all,
    predicted_digits,
)

__all__ = [
    "SURE",
    "DigitScore",
    "NeighbourSearch",
    "Prediction",
    "average_images",
    "confident_mistakes",
    "confusion_matrix",
    "digit_scores",
    "images_of_cell",
    "predict",
    "predict_all",
    "predicted_digits",
]
