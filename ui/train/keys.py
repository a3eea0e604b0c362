"""The Train page's widgets.  What a test clicks is found by these names."""

from __future__ import annotations

from ui.session import Key

DEVICE = Key[str]("device")
START = Key[bool]("start_training")
STOP = Key[bool]("stop")
PAUSE = Key[bool]("pause")
RESUME = Key[bool]("resume")
SCHEDULE_CHART = Key[None]("schedule_chart")
