"""Words in the learner's language.

Short strings are gettext's: the English sentence in the code is the key, `locale/<language>/`
holds the translations, and Babel compiles them in memory at the first use (the repository keeps
no compiled file).  Long texts are Markdown, `text/<language>/<page>.md`, cut into named sections
by comment lines like `<!-- section: why -->`.
"""

from __future__ import annotations

import gettext as gettext_module
import io
import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from ui.session import get_state
from ui.text.tutorial import tutorial_link

ROOT = Path(__file__).resolve().parents[2]
LANGUAGES = {"en": "English", "zh": "中文"}
SECTION = re.compile(r"^<!-- section: ([a-z0-9_]+) -->\n", re.MULTILINE)
# A letter before the brace makes it LaTeX, such as \text{loss}.
PLACEHOLDER = re.compile(r"(?<![a-z}_^]){([a-z_]{2,})}")


@cache
def translations(language: str) -> gettext_module.NullTranslations:
    """The catalogue of one language; English is what the code itself says."""
    path = ROOT / "locale" / language / "LC_MESSAGES" / "digit_lab.po"
    if not path.exists():
        return gettext_module.NullTranslations()
    compiled = io.BytesIO()
    with path.open("rb") as source:
        write_mo(compiled, read_po(source, locale=language))
    compiled.seek(0)
    return gettext_module.GNUTranslations(compiled)


def _(message: str) -> str:
    """`message` in the learner's language."""
    return translations(get_state().language).gettext(message)


def ngettext(singular: str, plural: str, count: int) -> str:
    """The form of the message that goes with `count`."""
    return translations(get_state().language).ngettext(singular, plural, count)


def N_(message: str) -> str:
    """Mark a string for the catalogue where no language is known yet."""
    return message


def images(count: int) -> str:
    """`1 image`, `2 images`."""
    return ngettext("{count:,} image", "{count:,} images", count).format(count=count)


def listed(words: Iterable[str]) -> str:
    """Words as a list within a sentence."""
    return _(", ").join(words)


@cache
def sections(language: str, name: str) -> dict[str, str]:
    """The named sections of one Markdown text."""
    body = (ROOT / "text" / language / f"{name}.md").read_text(encoding="utf-8")
    parts = SECTION.split(body)
    return {key: text.strip() for key, text in zip(parts[1::2], parts[2::2], strict=True)}


def has_section(name: str, section: str) -> bool:
    """Whether a long text has such a section."""
    return section in sections(get_state().language, name)


def text(name: str, section: str, **values: object) -> str:
    """A section of a long text with the learner's own numbers put in for `{placeholders}`.

    Only placeholders are replaced, so formulas keep their braces; `{tutorial}` is the address of
    its program.

    Raises:
        KeyError: there is a placeholder without a value.
    """
    body = sections(get_state().language, name)[section]
    known = {"tutorial": tutorial_link(), **values}
    return PLACEHOLDER.sub(lambda found: str(known[found[1]]), body)
