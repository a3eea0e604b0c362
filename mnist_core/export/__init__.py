"""The learner's run as a program of plain PyTorch, in lines that say what they are."""

from mnist_core.export import pieces
from mnist_core.export.code_line import BLANK, CodeLine, lines_of
from mnist_core.export.names import Uses, runs_without, uses_of_names
from mnist_core.export.program import program

__all__ = [
    "BLANK",
    "CodeLine",
    "Uses",
    "lines_of",
    "pieces",
    "program",
    "runs_without",
    "uses_of_names",
]
