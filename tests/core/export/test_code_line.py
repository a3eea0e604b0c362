"""A line knows what it is, wherever it stands."""

from __future__ import annotations

from mnist_core.export.code_line import BLANK, CodeLine, lines_of


def test_indented() -> None:
    line = CodeLine("    x = 1", "one", {"number": 1})
    assert line.indented(8) == CodeLine("            x = 1", "one", {"number": 1})
    assert line.code == "    x = 1"


def test_lines_of_one_thing() -> None:
    assert lines_of("plot", "a", "b") == [CodeLine("a", "plot"), CodeLine("b", "plot")]
    assert (BLANK.code, BLANK.key, BLANK.values) == ("", "", {})
