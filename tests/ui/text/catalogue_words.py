"""Every string and text of the catalogue, for the tests of words."""

from __future__ import annotations

from ui.text.i18n import ROOT


def texts(language: str) -> list[str]:
    """The names of the long texts: `home`, `experiments/sorted_order`."""
    folder = ROOT / "text" / language
    return sorted(
        path.relative_to(folder).with_suffix("").as_posix() for path in folder.rglob("*.md")
    )


TEXTS = texts("en")


def one(string: object) -> str:
    """A message or a translation; of a plural its last form."""
    return string[-1] if isinstance(string, tuple | list) else str(string)
