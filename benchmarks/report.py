"""Results go into benchmarks/README.md, each benchmark's into a section of its own."""

from __future__ import annotations

import datetime
import os
import platform
import re
from pathlib import Path

README = Path(__file__).with_name("README.md")
HEADING = "# Benchmarks\n\nEach section is written by the command that it names.\n"


def machine() -> str:
    """This machine in words, and today's date."""
    model = platform.processor() or platform.machine()
    try:
        found = re.search(r"model name\s*:\s*(.+)", Path("/proc/cpuinfo").read_text())
        model = found.group(1).strip() if found else model
    except OSError:
        pass  # not Linux: the platform module's word for it must do
    cores = os.cpu_count()
    load = (
        f", load average {os.getloadavg()[0]:.1f} at the end" if hasattr(os, "getloadavg") else ""
    )
    return f"{model}, {cores} cores{load}; {datetime.date.today().isoformat()}"


def table(header: list[str], rows: list[list[str]]) -> str:
    """A Markdown table."""
    lines = [header, ["---"] * len(header), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def write_section(name: str, text: str, readme: Path = README) -> None:
    """Put ``text`` between the marker comments of ``name``, which are added where missing."""
    begin, end = f"<!-- {name}: begin -->", f"<!-- {name}: end -->"
    section = f"{begin}\n{text.strip()}\n{end}"
    content = readme.read_text(encoding="utf-8") if readme.exists() else HEADING
    before, found, rest = content.partition(begin)
    if found:
        content = before + section + rest.partition(end)[2]
    else:
        content = content.rstrip() + "\n\n" + section + "\n"
    readme.write_text(content, encoding="utf-8")
