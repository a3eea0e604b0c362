"""Which lines of the program are wrong where a run has a fault, and what is right instead."""

from __future__ import annotations

import difflib
from dataclasses import replace

from mnist_core.config import TEST_IMAGES
from mnist_core.experiments import FAULTS, Fault, kept_images
from mnist_core.export import CodeLine, program


def wrong_lines(fault: str, seed: int = 0) -> str:
    """As `diff` writes them: `-` before what the run did, `+` before what it should have done.

    The lines are those of the program that the app gives to learners; what it imports for them
    is left out.
    """
    ran, right = (_code(program_with(each, seed)) for each in (FAULTS[fault], Fault()))
    changed = [line.rstrip() for line in difflib.ndiff(ran, right) if line[0] in "-+"]
    return "\n".join(changed)


def program_with(fault: Fault, seed: int = 0) -> list[CodeLine]:
    """The program of the run that has it."""
    config = fault.config(seed)
    lines = list(program(config))
    if not fault.clears_gradients:
        lines = [line for line in lines if line.key != "zero_grad"]
    if fault.learns_test_images:
        at = max(index for index, line in enumerate(lines) if line.key == "subset")
        kept = kept_images(config.training_size, TEST_IMAGES)
        mixed = f"train_set = ConcatDataset([Subset(train_set, range({kept})), test_set])"
        lines.insert(at + 1, CodeLine(mixed, "subset"))
        lines = [
            replace(line, code=f"{line.code}, ConcatDataset, Subset")
            if line.key == "import_loader"
            else line
            for line in lines
        ]
    return lines


def _code(lines: list[CodeLine]) -> list[str]:
    return [line.code for line in lines if line.code and line.key != "import_loader"]
