"""What depends on a line of a program."""

from __future__ import annotations

import textwrap

from mnist_core.config.training_config import TrainingConfig
from mnist_core.export.names import Uses, runs_without, uses_of_names
from mnist_core.export.program import program


def uses(source: str) -> dict[int, Uses]:
    return uses_of_names(textwrap.dedent(source))


def test_a_name_is_used_after_its_line() -> None:
    found = uses(
        """\
        import copy as twin
        first, second = 1, 2
        print(twin, second)
        """
    )
    assert found == {1: Uses("twin", (3,), 3), 2: Uses("second", (3,), 3)}


def test_an_attribute_makes_no_name() -> None:
    """`self` of `self.fc1 = …` was there before."""
    found = uses(
        """\
        class MLP:
            def __init__(self):
                self.fc1 = 1
                self.fc2 = self.fc1

        MLP()
        """
    )
    assert found == {1: Uses("MLP", (6,), 6)}


def test_a_functions_name_is_used_within_it() -> None:
    found = uses(
        """\
        def train():
            output = 1
            print(output)

        def test(output):
            print(output)

        train()
        """
    )
    assert found[2] == Uses("output", (3,), 3)


def test_first_use_is_always_run() -> None:
    """What stands below an `except` is mostly not."""
    found = uses(
        """\
        import torch
        try:
            import torchvision
        except RuntimeError:
            torch.library
        torch.device
        """
    )
    assert found == {1: Uses("torch", (5, 6), 6)}


def test_a_line_that_python_needs() -> None:
    source = ["for i in range(3):", "    print(i)", "print('end')"]
    assert [runs_without(source, line) for line in (1, 2, 3)] == [False, False, True]


def test_names_of_the_program() -> None:
    source = [line.code for line in program(TrainingConfig())]
    found = uses_of_names("\n".join(source))
    assert "self" not in {each.name for each in found.values()}
    for number, each in found.items():
        assert each.name in source[number - 1]
        assert all(each.name in source[line - 1] for line in each.lines)
