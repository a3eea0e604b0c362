"""The lines of PyTorch that evaluate a model as the Evaluate page does."""

from __future__ import annotations

from ui.evaluated import Evaluated


def evaluation(held: Evaluated | None) -> str:
    """Loss, accuracy, confusion matrix, precision and recall; with the learner's own results."""
    result = f"   # yours: {held.loss:.4f} and {held.accuracy:.2%}" if held is not None else ""
    return f"""loader = DataLoader(test_set, batch_size=1000)
confusion = torch.zeros(10, 10, dtype=torch.int64)    # rows: true digit, columns: answer
loss_sum = 0.0

model.eval()
with torch.no_grad():
    for images, labels in loader:
        logits = model(images)                        # (1000, 10)
        loss_sum += nn.functional.cross_entropy(logits, labels, reduction="sum").item()
        for true, predicted in zip(labels, logits.argmax(dim=1)):
            confusion[true, predicted] += 1

right = confusion.diag()
loss = loss_sum / confusion.sum()
accuracy = right.sum() / confusion.sum(){result}
precision = right / confusion.sum(dim=0)              # of what it calls a 7, how much is one
recall = right / confusion.sum(dim=1)                 # of all 7s, how many it finds
"""
