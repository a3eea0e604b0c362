"""Where the app lies: its data and its runs are found there, from wherever it was started."""

from __future__ import annotations

from pathlib import Path

APP_FOLDER = Path(__file__).resolve().parents[2]
DATA_FOLDER = APP_FOLDER / "data"
STORE_FOLDER = APP_FOLDER / ".digit-lab"
