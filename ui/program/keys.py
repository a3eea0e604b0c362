"""The Program page's widgets.  What a test clicks is found by these names."""

from __future__ import annotations

from ui.session import Key

PROGRAM = Key[dict[str, object]]("program")
USE_SETTINGS = Key[bool]("use_runs_settings")


def stop(line: str) -> Key[bool]:
    """Ends the measuring of this line."""
    return Key(f"stop_measuring_{line}")
