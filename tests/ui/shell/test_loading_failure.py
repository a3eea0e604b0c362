"""What cannot be loaded is told from what goes wrong later, and has a way out."""

from __future__ import annotations

import runpy
from pathlib import Path

import pytest

from ui.shell.loading_failure import _way_out, is_loading_failure

MISSING = OSError('[WinError 126] Error loading "C:\\Users\\x\\torch\\lib\\fbgemm.dll"')
NO_TEMPORARY = FileNotFoundError(2, "No usable temporary directory found in ['/tmp']")


def failure_of(folder: Path, part: str, page: str, monkeypatch: pytest.MonkeyPatch) -> Exception:
    """What running a page ends in that imports a part."""
    (folder / "the_part.py").write_text(part)
    (folder / "page.py").write_text(page)
    monkeypatch.syspath_prepend(str(folder))
    monkeypatch.delitem(__import__("sys").modules, "the_part", raising=False)
    with pytest.raises(Exception) as caught:
        runpy.run_path(str(folder / "page.py"))
    return caught.value


@pytest.mark.parametrize(
    ("part", "page", "loading"),
    [
        ("raise OSError('a missing DLL')", "import the_part", True),
        ("import no_such_module", "import the_part", True),
        ("def use():\n    import no_such_module", "import the_part\nthe_part.use()", True),
        ("def use():\n    raise OSError('no disk')", "import the_part\nthe_part.use()", False),
        ("", "import the_part\nraise RuntimeError('the page itself')", False),
    ],
)
def test_only_what_fails_while_loading_counts(
    part: str, page: str, loading: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert is_loading_failure(failure_of(tmp_path, part, page, monkeypatch)) == loading


@pytest.mark.parametrize(
    ("error", "word"),
    [
        (MISSING, "Visual C++"),
        (NO_TEMPORARY, "TMPDIR"),
        (ModuleNotFoundError("No module named 'torch'"), "requirements.txt"),
        (RuntimeError("operator torchvision::nms does not exist"), "Install PyTorch once more"),
    ],
)
def test_each_cause_has_its_way_out(error: Exception, word: str) -> None:
    assert word in _way_out(error)
