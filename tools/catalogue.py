"""Bring the translation catalogues up to date with the code.

    python -m tools.catalogue                    # collect the strings, keep the translations
    python -m tools.catalogue --take words.json  # and take over {"English": "Chinese"}

What the code no longer says is dropped; what has no translation yet is listed.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import TypeAlias

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
Keywords: TypeAlias = dict[str, tuple[int, ...] | None]  # which argument, if not the first
WORDS: Keywords = {"_": None, "N_": None, "ngettext": (1, 2)}
ERRORS: Keywords = {  # what is called with an error's sentence
    "LabError": None,
    "ConfigError": None,
    "DataError": None,
    "DrawingError": None,
    "InspectionError": None,
    "PredictionError": None,
    "StoreError": None,
    "UnknownRun": None,
    "RunRefused": None,
    "NoWeights": None,
    "setting_error": None,
    "RunError": (2,),
}
SOURCES = ("app.py", "pages", "ui", "mnist_core")


def extract() -> Catalog:
    """Every string of the code that a learner reads."""
    catalogue = Catalog(project="Digit Lab", charset="utf-8")
    found = extract_from_dir(
        ROOT,
        method_map=[("**.py", "python")],
        keywords=WORDS | ERRORS,
        directory_filter=lambda path: Path(path) == ROOT or _top(path) in SOURCES,
    )
    for file, _line, message, comments, context in found:
        if message:
            catalogue.add(message, locations=[(file, 0)], auto_comments=comments, context=context)
    return catalogue


def _top(path: str) -> str:
    """The folder or file at the top of the repository that this lies in."""
    return Path(path).relative_to(ROOT).parts[0]


def path_of(language: str) -> Path:
    return ROOT / "locale" / language / "LC_MESSAGES" / "digit_lab.po"


def read(language: str) -> Catalog:
    """The catalogue as it stands in the repository."""
    path = path_of(language)
    if not path.exists():
        return Catalog(locale=language, project="Digit Lab", charset="utf-8")
    with path.open("rb") as source:
        return read_po(source, locale=language)


def update(language: str, words: dict[str, str]) -> list[str]:
    """Write the catalogue anew; what is still without a translation comes back."""
    old, new = read(language), extract()
    fresh = Catalog(locale=language, project="Digit Lab", charset="utf-8", fuzzy=False)
    fresh.creation_date = old.creation_date  # or everybody's catalogue differs from everybody's
    missing = []
    for message in new:
        if not message.id:
            continue
        key = message.id[0] if isinstance(message.id, (tuple, list)) else message.id
        kept = old.get(message.id)
        string = kept.string if kept is not None and kept.string else ""
        if key in words:
            string = (words[key],) if isinstance(message.id, (tuple, list)) else words[key]
        if not (string[0] if isinstance(string, tuple) else string):
            missing.append(key)
        files = sorted({location[0] for location in message.locations})
        fresh.add(message.id, string, locations=[(file, 0) for file in files])
    path_of(language).parent.mkdir(parents=True, exist_ok=True)
    with path_of(language).open("wb") as target:
        write_po(target, fresh, sort_output=True, width=0, omit_header=False)
    return missing


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--take", type=Path, help="JSON of new translations")
    options = parser.parse_args()
    words = json.loads(options.take.read_text(encoding="utf-8")) if options.take else {}
    for message in update("zh", words):
        print(f"untranslated: {message!r}")


if __name__ == "__main__":
    main()
