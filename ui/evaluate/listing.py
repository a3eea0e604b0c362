"""The lines of PyTorch that evaluate a model as the Evaluate page does."""

from __future__ import annotations

from mnist_core.config import TrainingConfig
from mnist_core.tracking import RunStatus
from ui.results import Evaluated
from ui.text import BLANK, Line, Listing, Row, _, changed_settings, comment, listed, listing


def evaluation(held: Evaluated | None, config: TrainingConfig) -> Listing:
    """Loss, accuracy, confusion matrix, precision and recall; with the learner's own results.

    Args:
        config: the settings of which the other pages show the code.
    """
    table = "confusion = torch.zeros(10, 10, dtype=torch.int64)"
    cross_entropy = 'nn.functional.cross_entropy(logits, labels, reduction="sum")'
    forward = _("forward pass: {shape}").format(shape="(1000, 10)")
    precision = _("of what it calls a 7, how much is one")
    recall = _("of all 7s, how many it finds")
    return listing(
        config,
        Line("loader = DataLoader(test_set, batch_size=1000)", "test_loader"),
        Line(table, "confusion", _("rows: true digit, columns: answer")),
        Line("loss_sum = 0.0", "test_sums"),
        BLANK,
        Line("model.eval()", "eval_mode", _("dropout is off")),
        Line("with torch.no_grad():", "no_grad", _("no gradient is needed")),
        Line("    for images, labels in loader:", "test_batches"),
        Line("        logits = model(images)", "test_output", forward),
        Line(f"        loss_sum += {cross_entropy}.item()", "test_loss"),
        Line("        for true, predicted in zip(labels, logits.argmax(dim=1)):", "each_answer"),
        Line("            confusion[true, predicted] += 1", "count_answer"),
        BLANK,
        Line("right = confusion.diag()", "diagonal"),
        Line("precision = right / confusion.sum(dim=0)", "precision", precision),
        Line("recall = right / confusion.sum(dim=1)", "recall", recall),
        Line("loss = loss_sum / len(test_set)", "mean_loss"),
        Line("accuracy = right.sum().item() / len(test_set)", "accuracy"),
        *_yours(held, config),
    )


def _yours(held: Evaluated | None, config: TrainingConfig) -> list[Row]:
    """The result with the learner's beside it, and why the two differ if they do."""
    printed, key = 'print(f"{loss:.4f}, {accuracy:.2%}")', "print_result"
    if held is None:
        return [Line(printed, key)]
    reason = _why_other(held, config)
    yours = _("yours: {result}").format(result=f"{held.loss:.4f}, {held.accuracy:.2%}")
    return [*([comment(reason, key)] if reason else []), Line(printed, key, yours)]


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
