"""A PyTorch that cannot be loaded: every page says why, and what to do, whichever comes first."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import expect

from tests.e2e.conftest import OpenVisit, StartServer
from tests.e2e.visit import Visit

BROKEN = "raise OSError('[WinError 126] Error loading \"C:\\\\lib\\\\fbgemm.dll\"')"
WORDS = {"en": ("English", "restart the server", "Evaluate"), "zh": ("中文", "重启服务器", "评估")}


def test_torch_that_cannot_be_loaded(
    tmp_path: Path, start_server: StartServer, open_visit: OpenVisit
) -> None:
    """Each page as a session's first, and in both languages."""
    (tmp_path / "torch").mkdir()
    (tmp_path / "torch" / "__init__.py").write_text(BROKEN)
    visit = open_visit(start_server(fork=False, PYTHONPATH=str(tmp_path)))
    languages = ["zh", "en"]
    for address in ("draw", "", "data", "model", "train", "evaluate"):
        visit.goto(address, lang=languages[0])
        expect_the_reason(visit, languages[0])
        languages.reverse()
        visit.page.get_by_role("radio", name=WORDS[languages[0]][0]).click()
        expect_the_reason(visit, languages[0])


def expect_the_reason(visit: Visit, language: str) -> None:
    """Why, and what to do, in a page that is whole but for that; no path of the machine."""
    _, restart, evaluate = WORDS[language]
    box = visit.page.get_by_test_id("stAlertContentError")
    expect(box).to_have_count(1)
    expect(box).to_contain_text(restart)
    visit.idle()
    expect(box).to_contain_text("WinError 126")
    expect(box).to_contain_text("Visual C++")
    expect(box).not_to_contain_text("C:")
    expect(visit.page.get_by_test_id("stException")).to_have_count(0)
    expect(visit.page.get_by_test_id("stSidebarNav")).to_contain_text(evaluate)
