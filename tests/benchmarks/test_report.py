"""Each benchmark rewrites its own section of the results, and no other's."""

from __future__ import annotations

from pathlib import Path

from benchmarks.report import write_section
from benchmarks.training import epoch_flop


def test_sections_are_replaced_where_they_stand(tmp_path: Path) -> None:
    readme = tmp_path / "README.md"
    write_section("training", "fast", readme)
    write_section("load", "many", readme)
    write_section("training", "faster", readme)
    text = readme.read_text(encoding="utf-8")
    assert text.startswith("# Benchmarks")
    assert "fast\n" not in text
    assert text.index("faster") < text.index("many")
    assert text.count("<!--") == 4


def test_the_floor_counts_every_matrix_product() -> None:
    """Layer by layer: forward, weight gradients, and back through all but the first."""
    sizes = [(784, 512), (512, 256), (256, 10)]
    forward = sum(2 * before * after for before, after in sizes)
    back = sum(2 * before * after for before, after in sizes[1:])
    assert epoch_flop() == 60_000 * (2 * forward + back)
