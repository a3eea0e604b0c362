"""The optimiser's one line of code."""

from __future__ import annotations

from mnist_core.config import TrainingConfig


def optimizer_line(config: TrainingConfig) -> str:
    """As the app trains; torch's fused Adam has other last digits than the plain one."""
    rate = f"lr={config.learning_rate}"
    return {
        "adam": f"torch.optim.Adam(model.parameters(), {rate}, fused=True)",
        "adamw": f"torch.optim.AdamW(model.parameters(), {rate}, fused=True)",
        "sgd": f"torch.optim.SGD(model.parameters(), {rate}, momentum=0.9)",
    }[config.optimizer]
