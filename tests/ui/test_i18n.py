"""Every string and every long text exists in every language, with the same placeholders."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path

import pytest

from mnist_core.config import ACTIVATIONS, OPTIMIZERS, SCHEDULES, TrainingConfig
from tools import catalogue
from ui.controls import MODEL_SETTINGS, TRAINING_SETTINGS
from ui.i18n import LANGUAGES, ROOT, sections, translations
from ui.settings_text import HELP, LABELS, NAMES

PLACEHOLDER = re.compile(r"\{([a-z_]+)[^{}]*\}")
TEXTS = sorted(path.stem for path in (ROOT / "text" / "en").glob("*.md"))


def one(string: object) -> str:
    """A message or a translation; of a plural its last form."""
    return string[-1] if isinstance(string, tuple | list) else str(string)


def test_the_catalogue_holds_what_the_code_says_and_nothing_else() -> None:
    said = {one(message.id) for message in catalogue.extract() if message.id}
    kept = {one(message.id) for message in catalogue.read("zh") if message.id}
    assert said == kept, "run `python -m tools.catalogue`"


def test_every_string_has_a_chinese_translation_with_the_same_placeholders() -> None:
    for message in catalogue.read("zh"):
        if not message.id:
            continue
        assert one(message.string), f"no translation of {message.id!r}"
        wanted = sorted(PLACEHOLDER.findall(one(message.id)))
        assert sorted(PLACEHOLDER.findall(one(message.string))) == wanted, message.id


def test_no_string_hides_in_an_f_string_where_the_catalogue_cannot_see_it() -> None:
    for path in [*(ROOT / "ui").glob("*.py"), *(ROOT / "pages").glob("*.py"), ROOT / "app.py"]:
        source = path.read_text(encoding="utf-8")
        assert not re.search(r"""f["'].*\{_\(""", source), f"{path}: f-string around _()"


def test_a_translation_is_used() -> None:
    assert translations("zh").gettext("Learning rate") == "学习率"
    assert translations("en").gettext("Learning rate") == "Learning rate"
    assert translations("zh").ngettext("{count} second", "{count} seconds", 3) == "{count} 秒"


def test_each_language_has_the_same_texts() -> None:
    for language in LANGUAGES:
        found = sorted(path.stem for path in (ROOT / "text" / language).glob("*.md"))
        assert found == TEXTS


@pytest.mark.parametrize("name", TEXTS)
def test_each_text_has_the_same_sections_and_placeholders(name: str) -> None:
    english, chinese = sections("en", name), sections("zh", name)
    assert list(english) == list(chinese)
    for section, body in english.items():
        assert body and chinese[section]
        simple = re.compile(r"\{([a-z_]{2,})\}")
        assert set(simple.findall(body)) == set(simple.findall(chinese[section])), section


def test_every_setting_has_a_label_a_help_line_and_an_explanation() -> None:
    explained = sections("en", "settings")
    settings = {field.name for field in fields(TrainingConfig)} - {"hidden_sizes"}
    for setting in settings | {"hidden_layers", "width"}:
        assert setting in {*MODEL_SETTINGS, *TRAINING_SETTINGS}, f"{setting} has no explanation"
        assert setting in HELP and setting in LABELS
        assert setting in explained, f"text/en/settings.md says nothing of {setting}"


def test_every_choice_has_a_name() -> None:
    assert {*ACTIVATIONS, *OPTIMIZERS, *SCHEDULES} == set(NAMES)


def test_the_chinese_texts_are_chinese() -> None:
    for name in TEXTS:
        body = Path(ROOT / "text" / "zh" / f"{name}.md").read_text(encoding="utf-8")
        assert len(re.findall(r"[\u4e00-\u9fff]", body)) > 50
