"""A PyTorch that cannot be loaded: every page says why, and what to do, whichever comes first."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import OpenVisit, StartServer

BROKEN = "raise OSError('[WinError 126] Error loading \"C:\\\\lib\\\\fbgemm.dll\"')"


@pytest.mark.parametrize("language", ["en", "zh"])
def test_torch_that_cannot_be_loaded(
    language: str, tmp_path: Path, start_server: StartServer, open_visit: OpenVisit
) -> None:
    (tmp_path / "torch").mkdir()
    (tmp_path / "torch" / "__init__.py").write_text(BROKEN)
    visit = open_visit(start_server(fork=False, PYTHONPATH=str(tmp_path)))
    for address in ("draw", "", "data", "model", "train", "evaluate"):
        visit.goto(address, lang=language)
        box = visit.page.get_by_test_id("stAlertContentError")
        expect(box).to_have_count(1)
        expect(box).to_contain_text("WinError 126")
        expect(box).to_contain_text("Visual C++")
        expect(box).not_to_contain_text("C:")
        expect(box).to_contain_text("restart the server" if language == "en" else "重启服务器")
        expect(visit.page.get_by_test_id("stException")).to_have_count(0)
        menu = visit.page.get_by_test_id("stSidebarNav")
        expect(menu).to_contain_text("Evaluate" if language == "en" else "评估")
