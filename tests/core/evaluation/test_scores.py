"""What is said of a trained network, against counting by hand."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from torch import nn

from mnist_core.data.mnist import normalise
from mnist_core.evaluation.scores import (
    confident_mistakes,
    confusion_matrix,
    digit_scores,
    images_of_cell,
    predict_all,
)
from mnist_core.model.mlp import MLP

DIGITS = hnp.arrays(np.int64, st.integers(0, 300), elements=st.integers(0, 9))


def probabilities_of(*rows: dict[int, float]) -> np.ndarray:
    table = np.zeros((len(rows), 10), dtype=np.float32)
    for number, row in enumerate(rows):
        for digit, share in row.items():
            table[number, digit] = share
    return table


def test_probabilities_are_softmax_in_eval_mode(mnist) -> None:
    """Probabilities are the softmax of the logits in eval mode."""
    torch.manual_seed(0)
    model = MLP((16,), dropout=0.5).train()
    images = mnist.test.images[:2500]  # two batches and a half
    probabilities = predict_all(model, images)
    assert model.training, "the mode was not put back"
    assert probabilities.shape == (2500, 10)
    assert probabilities.dtype == np.float32
    with torch.no_grad():
        expected = torch.softmax(model.eval()(normalise(images)), dim=1)
    np.testing.assert_allclose(probabilities, expected.numpy(), atol=1e-6)


def test_the_mode_is_put_back_when_the_model_fails(mnist) -> None:
    class Broken(nn.Module):
        def forward(self, images: torch.Tensor) -> torch.Tensor:
            raise RuntimeError("broken")

    model = Broken().train()
    with pytest.raises(RuntimeError, match="broken"):
        predict_all(model, mnist.test.images[:1])
    assert model.training


@given(DIGITS, st.randoms(use_true_random=False))
def test_every_image_is_counted_in_its_own_cell(labels, random) -> None:
    predictions = np.array([random.randrange(10) for _ in labels], dtype=np.int64)
    counts = confusion_matrix(labels, predictions)
    assert counts.shape == (10, 10)
    assert counts.dtype == np.int64
    assert counts.sum() == len(labels)
    for true, predicted in {(0, 0), (3, 5), (9, 9), *zip(labels, predictions, strict=True)}:
        found = images_of_cell(labels, predictions, true, predicted)
        assert len(found) == counts[true, predicted]
        assert (labels[found] == true).all()
        assert (predictions[found] == predicted).all()
        assert (np.diff(found) > 0).all()


def test_tensors_lists_and_arrays_are_taken_alike() -> None:
    expected = confusion_matrix([1, 2, 2], [1, 2, 7])
    assert (confusion_matrix(torch.tensor([1, 2, 2]), np.array([1, 2, 7])) == expected).all()
    assert expected[2, 7] == 1


def test_confusion_refuses_wrong_labels() -> None:
    """Labels that are no digits and lengths that differ are refused."""
    with pytest.raises(ValueError, match="digits from 0 to 9"):
        confusion_matrix([10], [1])
    with pytest.raises(ValueError, match="2 labels but 1"):
        confusion_matrix([1, 2], [1])


def test_scores_of_a_matrix_worked_out_by_hand() -> None:
    counts = np.zeros((10, 10), dtype=int)
    counts[0, 0], counts[0, 6], counts[6, 6], counts[6, 0] = 8, 2, 3, 1
    counts[5, 3] = 4  # the 5 is never found, and nothing called 5 is there
    scores = digit_scores(counts)
    assert [score.digit for score in scores] == list(range(10))
    zero, five = scores[0], scores[5]
    assert zero.precision == pytest.approx(8 / 9)
    assert zero.recall == pytest.approx(8 / 10)
    assert zero.f1 == pytest.approx(2 * (8 / 9) * (8 / 10) / (8 / 9 + 8 / 10))
    assert zero.support == 10
    assert (five.precision, five.recall, five.f1, five.support) == (0, 0, 0, 4)
    assert (scores[1].precision, scores[1].support) == (0, 0)


def test_a_matrix_of_another_size_is_refused() -> None:
    with pytest.raises(ValueError, match="10 x 10"):
        digit_scores(np.zeros((9, 9)))


def test_mistakes_most_confident_first() -> None:
    """The most confident mistakes come first, and right answers never."""
    probabilities = probabilities_of(
        {1: 0.9, 2: 0.1}, {3: 0.6, 4: 0.4}, {5: 1.0}, {7: 0.8, 1: 0.2}, {0: 0.99, 6: 0.01}
    )
    labels = [2, 4, 5, 1, 6]
    assert confident_mistakes(probabilities, labels, 3).tolist() == [4, 0, 3]
    assert confident_mistakes(probabilities, labels, 100).tolist() == [4, 0, 3, 1]
    assert confident_mistakes(probabilities, labels, 0).tolist() == []
