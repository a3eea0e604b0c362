"""The learner's run as a program of plain PyTorch, in lines that say what they are."""

from mnist_core.export import pieces
from mnist_core.export.code_line import BLANK, CodeLine, lines_of

__all__ = ["BLANK", "CodeLine", "lines_of", "pieces"]
