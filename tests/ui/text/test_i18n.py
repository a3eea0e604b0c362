"""Every string and every long text exists in every language, with the same placeholders."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from mnist_core.config.training_config import OPTIMIZERS
from mnist_core.experiments.all_experiments import experiment_keys, experiments
from mnist_core.experiments.prediction import Choice, Sketch
from tests.ui.text.catalogue_words import TEXTS, one, texts
from tools import catalogue
from ui.questions.all_questions import QUESTIONS
from ui.text.i18n import LANGUAGES, ROOT, sections, text, translations

PLACEHOLDER = re.compile(r"\{([a-z_]+)[^{}]*\}")


def test_catalogue_matches_the_code() -> None:
    """The catalogue holds what the code says and nothing else."""
    said = {one(message.id) for message in catalogue.extract() if message.id}
    kept = {one(message.id) for message in catalogue.read("zh") if message.id}
    assert said == kept, "run `python -m tools.catalogue`"


def test_catalogue_is_translated() -> None:
    """Every string has a Chinese translation with the same placeholders."""
    for message in catalogue.read("zh"):
        if not message.id:
            continue
        assert one(message.string), f"no translation of {message.id!r}"
        wanted = sorted(PLACEHOLDER.findall(one(message.id)))
        assert sorted(PLACEHOLDER.findall(one(message.string))) == wanted, message.id


def test_catalogue_sees_all_strings() -> None:
    """No string hides in an f-string where the catalogue cannot see it."""
    for path in [*(ROOT / "ui").rglob("*.py"), *(ROOT / "pages").glob("*.py"), ROOT / "app.py"]:
        source = path.read_text(encoding="utf-8")
        assert not re.search(r"""f["'].*\{_\(["']""", source), f"{path}: f-string around _()"


def test_no_placeholder_is_left_without_a_value() -> None:
    """A function that says words with placeholders fills all of them in, with something."""
    for path in [*(ROOT / "ui").rglob("*.py"), *(ROOT / "pages").glob("*.py"), ROOT / "app.py"]:
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for function in [each for each in ast.walk(tree) if isinstance(each, ast.FunctionDef)]:
            said, filled = placeholders_of(function), values_of(function)
            assert said <= filled or None in filled, f"{path.name}: {function.name}"


def placeholders_of(function: ast.FunctionDef) -> set[str]:
    """The placeholders in all that a function says."""
    calls = [each for each in ast.walk(function) if isinstance(each, ast.Call)]
    said = [call for call in calls if getattr(call.func, "id", "") in ("_", "ngettext")]
    words = [word.value for call in said for word in call.args if isinstance(word, ast.Constant)]
    return {name for word in words for name in PLACEHOLDER.findall(str(word))}


def values_of(function: ast.FunctionDef) -> set[str | None]:
    """What a function gives to `format`: None where it gives a dictionary.  Nothing is empty."""
    calls = [each for each in ast.walk(function) if isinstance(each, ast.Call)]
    given = [value for call in calls for value in call.keywords if is_format(call)]
    for value in given:
        assert not (isinstance(value.value, ast.Constant) and value.value.value in ("", None))
    return {value.arg for value in given}


def is_format(call: ast.Call) -> bool:
    return isinstance(call.func, ast.Attribute) and call.func.attr == "format"


def test_text_without_a_value() -> None:
    """A long text without one of its values is an error."""
    with pytest.raises(KeyError, match="accuracy"):
        text("diagnosis", "stuck_at_chance")


def test_a_translation_is_used() -> None:
    assert translations("zh").gettext("Learning rate") == "学习率"
    assert translations("en").gettext("Learning rate") == "Learning rate"
    assert translations("zh").ngettext("{count} second", "{count} seconds", 3) == "{count} 秒"


def test_each_language_has_the_same_texts() -> None:
    for language in LANGUAGES:
        assert texts(language) == TEXTS


@pytest.mark.parametrize("name", TEXTS)
def test_each_text_has_the_same_sections_and_placeholders(name: str) -> None:
    english, chinese = sections("en", name), sections("zh", name)
    assert list(english) == list(chinese)
    for section, body in english.items():
        assert body and chinese[section]
        simple = re.compile(r"\{([a-z_]{2,})\}")
        assert set(simple.findall(body)) == set(simple.findall(chinese[section])), section


@pytest.mark.parametrize("key", experiment_keys())
def test_every_experiment_has_its_texts(key: str) -> None:
    """All sections that its page needs; before the runs they say no figure but its facts.

    That the figures of the others are measured is tested where it is performed.
    """
    experiment = experiments()[key]
    question = experiment.question
    found = sections("en", f"experiments/{key}")
    wanted = ["title", "question"]
    if isinstance(question, Choice):
        wanted += [f"option_{option}" for option in question.options]
    if isinstance(question, Sketch) and len(question.lines) > 1:
        wanted += ["line_1", "line_2"]
    for section in wanted:
        assert set(PLACEHOLDER.findall(found[section])) <= set(experiment.facts), section
    assert list(found) == [*wanted, "explanation", "otherwise", "and_now"]


def test_every_experiments_text_has_its_experiment() -> None:
    written = [name for name in TEXTS if name.startswith("experiments/")]
    assert written == [f"experiments/{key}" for key in sorted(experiment_keys())]


def test_every_question_has_its_texts() -> None:
    """The question, where to look, and what the answer means; and no other."""
    wanted = [f"{each.key}{part}" for each in QUESTIONS for part in ("", "_hint", "_right")]
    assert list(sections("en", "questions")) == ["how", *wanted]


def test_every_optimiser_has_its_own_formula() -> None:
    for optimizer in OPTIMIZERS:
        assert f"update_{optimizer}" in sections("en", "train")


# The field's words, on the pages where they are meant; each is bold where it is explained.
FIELD_WORDS = {
    ("multilayer perceptron", "多层感知机"): ("home", "model"),
    ("hyperparameters", "超参数"): ("model", "train", "evaluate"),
    ("forward pass", "前向传播"): ("model", "train", "draw"),
    ("backward pass", "反向传播"): ("train",),
    ("gradient", "梯度"): ("train",),
    ("cross-entropy", "交叉熵"): ("model", "train", "evaluate"),
    ("tensor", "张量"): ("data", "model", "draw"),
    ("nonlinearity", "非线性"): ("model", "settings"),
    ("generalises", "泛化"): ("data", "diagnosis", "evaluate", "draw"),
    ("overfitting", "过拟合"): ("diagnosis",),
    ("underfitting", "欠拟合"): ("diagnosis",),
    ("divergence", "发散"): ("diagnosis",),
    ("converged", "收敛"): ("diagnosis",),
    ("early stopping", "早停"): ("diagnosis",),
    ("vanishing gradient", "梯度消失"): ("diagnosis",),
    ("data augmentation", "数据增强"): ("data", "evaluate", "settings"),
}


@pytest.mark.parametrize("words", FIELD_WORDS, ids=lambda words: words[0])
def test_field_words_are_explained(words: tuple[str, str]) -> None:
    """The field's words are explained on the pages that mean them."""
    for language, word in zip(("en", "zh"), words, strict=True):
        for name in FIELD_WORDS[words]:
            assert f"**{word}" in " ".join(sections(language, name).values()), (language, name)


def test_the_chinese_texts_are_chinese() -> None:
    for name in TEXTS:
        body = Path(ROOT / "text" / "zh" / f"{name}.md").read_text(encoding="utf-8")
        assert len(re.findall(r"[\u4e00-\u9fff]", body)) > 50


PUNCTUATION = re.compile(
    r"[\u4e00-\u9fff”*`}] ?[,;:!?.](?![\d.])"  # 学习率. or {value}, in the middle of Chinese
    r"|[,;:!?()] ?[\u4e00-\u9fff“]|(?<!\d)\. ?[\u4e00-\u9fff]"  # not: 1. 准备数据
    r"|[\u4e00-\u9fff][()]"
    r"|[\"']|\.\.\.|[，。；：！？、] |(?<=[\u4e00-\u9fff])  +"
)
# Code, formulas, links, formats and comments have their own signs.
NO_PROSE = re.compile(
    r"`[^`]*`|\]\([^)]*\)|\$\$.*?\$\$|\$[^$]*\$|\{\w+:[^}]*\}|<!--.*?-->|https?://\S+", re.S
)
FORMATTED = re.compile(r"\{(\w+):[^}]*\}")


def chinese() -> dict[str, str]:
    """Every Chinese string and section, by the English or the section's name."""
    found = {one(each.id): one(each.string) for each in catalogue.read("zh") if each.id}
    for name in TEXTS:
        found |= {f"{name}/{key}": body for key, body in sections("zh", name).items()}
    return found


def strange(words: str) -> list[str]:
    """Latin punctuation in Chinese words."""
    prose = NO_PROSE.sub("码", FORMATTED.sub(r"{\1}", words))
    return [each[0] for each in PUNCTUATION.finditer(prose)]


@pytest.mark.parametrize(
    "words",
    ["学习率. 最", "甲, 乙", "不能是 'xx'。", "甲(乙)", "甲，{b}, 丙", "真的?", "好...", "第  个"],
)
def test_latin_punctuation_in_chinese_would_be_found(words: str) -> None:
    assert strange(words)


def test_chinese_has_chinese_punctuation() -> None:
    wrong = {key: found for key, words in chinese().items() if (found := strange(words))}
    assert not wrong


def test_bold_words_in_chinese_are_bold() -> None:
    """In Markdown `。**字` does not end bold words, and `字**“` does not begin them."""
    for key, words in chinese().items():
        parts = NO_PROSE.sub("码", words).split("**")
        for before, after in zip(parts[1::2], parts[2::2], strict=False):
            assert not re.search(r"[，。：；！？、”）]$", before) or not re.match(r"\w", after), key
        for before, after in zip(parts[::2], parts[1::2], strict=False):
            assert not re.search(r"\w$", before) or not re.match(r"[“（《]", after), key


def test_no_minus_is_a_hyphen() -> None:
    for words in chinese().values():
        assert not re.search(r"(?<![\w}-])-\d", NO_PROSE.sub("", words)), words


@pytest.mark.parametrize("path", sorted((ROOT / "text").rglob("*.md")), ids=lambda path: path.stem)
def test_formulas_are_set_large(path: Path) -> None:
    """Between signs in one line a formula is as small as within a sentence.

    KaTeX does not know how high Chinese characters are: above and below the bar of a fraction they
    need a strut, which is a rule without width.
    """
    body = path.read_text(encoding="utf-8")
    assert set(re.findall(r"^.*\$\$.*$", body, re.MULTILINE)) <= {"$$"}
    for part in re.findall(r"\\text{[^}]*[\u4e00-\u9fff][^}]*}(.{6})", body):
        assert part.startswith((" = ", "\\rule")), part


def test_to_subtract_the_mean_is_called_by_its_chinese_name() -> None:
    """标准化; 归一化 is scaling to 0…1 in the textbooks, 批归一化 batch normalisation."""
    for key, words in chinese().items():
        assert not re.search(r"(?<![未批“])归一化", words), key
