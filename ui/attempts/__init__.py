"""What a learner has predicted and what came out, in words: on Experiments and on Home."""

from ui.attempts.kept import newest, outcome_of
from ui.attempts.words import (
    came_words,
    committed_words,
    experiment_text,
    fits,
    summary,
)

__all__ = [
    "came_words",
    "committed_words",
    "experiment_text",
    "fits",
    "newest",
    "outcome_of",
    "summary",
]
