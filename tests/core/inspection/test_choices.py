"""What there is not is refused with the nearest that there is; the sentence counts from 1."""

from __future__ import annotations

import numpy as np
import pytest

from mnist_core.errors import InspectionError
from mnist_core.inspection.choices import Kind, check_index


def test_check_index_of_what_there_is() -> None:
    assert [check_index("layer", index, 3) for index in range(3)] == [0, 1, 2]
    assert type(check_index("image", np.int64(2), 3)) is int


@pytest.mark.parametrize("kind", ["layer", "neuron", "weight", "image"])
@pytest.mark.parametrize(("index", "nearest"), [(3, 2), (99, 2), (-1, 0)])
def test_check_index_of_what_there_is_not(kind: Kind, index: int, nearest: int) -> None:
    with pytest.raises(InspectionError, match=f"There is no {kind} {index + 1}: ") as caught:
        check_index(kind, index, 3)
    assert (caught.value.code, caught.value.nearest) == (f"no_such_{kind}", nearest)
    assert caught.value.params == {"value": index + 1, "count": 3}
