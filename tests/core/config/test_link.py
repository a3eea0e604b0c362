"""A link brings settings back, and may hold anything without breaking a page."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mnist_core.config.link import KEYS
from mnist_core.config.training_config import TUTORIAL, TrainingConfig
from tests.core.config.configs import configs


def test_every_field_has_a_parameter_in_the_link() -> None:
    assert set(KEYS.values()) == {field.name for field in dataclasses.fields(TrainingConfig)}


@given(configs)
def test_a_link_brings_the_config_back(config: TrainingConfig) -> None:
    again, errors = TrainingConfig.from_query(config.to_query())
    assert again == config
    assert errors == ()


@given(
    st.dictionaries(
        st.one_of(st.sampled_from(sorted(KEYS)), st.text()),
        st.one_of(st.text(), st.integers().map(str), st.floats().map(str)),
    )
)
def test_nonsense_falls_back_field_by_field(query: dict[str, str]) -> None:
    config, errors = TrainingConfig.from_query(query)
    named = {error.field for error in errors}
    for key, field in KEYS.items():
        if key not in query or field in named:
            assert getattr(config, field) == getattr(TUTORIAL, field)


@pytest.mark.parametrize(
    ("query", "expected", "fields"),
    [
        ({"hidden": "none"}, {"hidden_sizes": ()}, []),
        ({"hidden": "512-x"}, {}, ["hidden_sizes"]),
        ({"hidden": ""}, {}, ["hidden_sizes"]),
        ({"lr": "0.01", "epochs": "soon"}, {"learning_rate": 0.01}, ["epochs"]),
        ({"handwriting": "TRUE", "averaging": "2"}, {"handwriting": True}, ["weight_averaging"]),
        ({"epochs": "9" * 5000}, {}, ["epochs"]),
        ({"images": "500", "noise": "0.3"}, {"training_images": 500, "label_noise": 0.3}, []),
        ({"order": "sorted", "normalize": "0"}, {"order": "sorted", "normalize": False}, []),
        (
            {"weights": "zeros", "activation": "identity"},
            {"initial_weights": "zeros", "activation": "identity"},
            [],
        ),
        (
            {"images": "99", "noise": "0.6", "order": "random"},
            {},
            ["training_images", "label_noise", "order"],
        ),
        ({"hidden": "1024-1024-1024", "epochs": "50"}, {"hidden_sizes": (1024,) * 3}, ["epochs"]),
    ],
)
def test_links(query: dict[str, str], expected: dict[str, Any], fields: list[str]) -> None:
    config, errors = TrainingConfig.from_query(query)
    assert config == TrainingConfig(**expected)
    assert [error.field for error in errors] == fields
