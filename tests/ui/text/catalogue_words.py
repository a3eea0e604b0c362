"""Every string and text of the catalogue, for the tests of words."""

from __future__ import annotations

from ui.text.i18n import ROOT

TEXTS = sorted(path.stem for path in (ROOT / "text" / "en").glob("*.md"))


def one(string: object) -> str:
    """A message or a translation; of a plural its last form."""
    return string[-1] if isinstance(string, tuple | list) else str(string)
