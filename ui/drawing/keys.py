"""The widgets of whatever page shows the paper.  What a test clicks is found by these names."""

from __future__ import annotations

from typing import Any

from ui.session import Key

WAY = Key[str]("draw_way")
SAMPLE = Key[int]("sample")
CANVAS = Key[dict[str, Any]]("canvas")
UNDO = Key[bool]("undo")
CLEAR = Key[bool]("clear")
