"""The lines of PyTorch that evaluate a model as the Evaluate page does."""

from __future__ import annotations

from mnist_core.config import TrainingConfig
from mnist_core.tracking import RunStatus
from ui.results import Evaluated
from ui.text import Line, _, changed_settings, comment, listed, listing


def evaluation(held: Evaluated | None, config: TrainingConfig) -> str:
    """Loss, accuracy, confusion matrix, precision and recall; with the learner's own results.

    Args:
        config: the settings of which the other pages show the code.
    """
    cross_entropy = 'nn.functional.cross_entropy(logits, labels, reduction="sum")'
    return listing(
        "loader = DataLoader(test_set, batch_size=1000)",
        (
            "confusion = torch.zeros(10, 10, dtype=torch.int64)",
            _("rows: true digit, columns: answer"),
        ),
        "loss_sum = 0.0",
        "",
        ("model.eval()", _("dropout is off")),
        ("with torch.no_grad():", _("no gradient is needed")),
        "    for images, labels in loader:",
        ("        logits = model(images)", _("forward pass: {shape}").format(shape="(1000, 10)")),
        f"        loss_sum += {cross_entropy}.item()",
        "        for true, predicted in zip(labels, logits.argmax(dim=1)):",
        "            confusion[true, predicted] += 1",
        "",
        "right = confusion.diag()",
        ("precision = right / confusion.sum(dim=0)", _("of what it calls a 7, how much is one")),
        ("recall = right / confusion.sum(dim=1)", _("of all 7s, how many it finds")),
        "loss = loss_sum / len(test_set)",
        "accuracy = right.sum().item() / len(test_set)",
        *_yours(held, config),
    )


def _yours(held: Evaluated | None, config: TrainingConfig) -> list[Line]:
    """The result with the learner's beside it, and why the two differ if they do."""
    printed = 'print(f"{loss:.4f}, {accuracy:.2%}")'
    if held is None:
        return [printed]
    reason = _why_other(held, config)
    yours = _("yours: {result}").format(result=f"{held.loss:.4f}, {held.accuracy:.2%}")
    return [*([comment(reason)] if reason else []), (printed, yours)]


def _why_other(held: Evaluated, config: TrainingConfig) -> str:
    """Why the pages' code, run on this machine, gives another result; empty where it does not."""
    run = held.run
    if run.fine_tuned_from is not None:
        return _(
            "Your model was also fine-tuned on your own digits, which this program does not have."
        )
    if run.active:
        return _("Your run goes on; this is its model after epoch {epoch}.").format(
            epoch=len(run.history.epochs)
        )
    if run.status is not RunStatus.DONE:
        return _("Your run ended early; this program trains to the end.")
    if run.config != config:
        return _("Your run had other settings than the code shows now: {settings}").format(
            settings=listed(changed_settings(run.config, config))
        )
    if run.device != "cpu":
        return _("Your run was trained on {device}, with other last digits.").format(
            device=run.device.upper()
        )
    return ""
