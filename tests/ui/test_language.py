from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from studio.services.settings import SETTINGS
from studio.ui.actions import ROWS, Group
from studio.ui.language import catalogue, plural, tr, use_language
from studio.ui.said import said, told
from studio.ui.train.realism import said_in_turn

CALLS = {"tr": slice(0, 1), "mark": slice(0, 1), "plural": slice(1, 3)}


def sources(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
            continue
        for argument in node.args[CALLS.get(node.func.id, slice(0, 0))]:
            if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                yield argument.value


def test_that_every_text_of_the_window_has_a_chinese_one(repository: Path):
    known = catalogue("zh")
    missing = {
        f"{path.relative_to(repository)}: {text}"
        for path in (repository / "studio" / "ui").rglob("*.py")
        for text in sources(path)
        if text not in known
    }
    assert not missing, "\n".join(sorted(missing))


def test_that_a_shopper_has_one_name_in_chinese(repository: Path):
    """Merchandisers call them 顾客; other words would be other people."""
    files = [repository / "README.zh-CN.md"]
    for kind in ("json", "toml", "j2"):
        files.extend((repository / "resources").rglob(f"*.{kind}"))
    files.extend((repository / "studio").rglob("*.py"))
    texts = {path: path.read_text("utf-8") for path in files}
    assert sum("顾客" in text for text in texts.values()) > 10
    assert not [path for path, text in texts.items() if "购物者" in text]


def test_that_actions_groups_and_settings_have_chinese_texts():
    known = catalogue("zh")
    texts = [row.text for row in ROWS] + [group.value for group in Group]
    for setting in SETTINGS:
        texts += [setting.title, setting.description, setting.group]
        texts += [words for _, words in setting.choices]
    assert [text for text in texts if text not in known] == []


def test_that_a_translation_keeps_the_places_of_its_values():
    wrong = [
        source
        for source, text in catalogue("zh").items()
        if fields(source) != fields(text)
    ]
    assert wrong == []


def fields(text: str) -> set[str]:
    return {part.split("}")[0] for part in text.split("{")[1:]}


@pytest.fixture
def chinese() -> Iterator[None]:
    use_language("zh")
    yield
    use_language("en")


def test_that_texts_are_shown_in_the_chosen_language(chinese: None):
    assert tr("Data") == "数据"
    assert plural(4, "Import {n} file", "Import {n} files") == "导入 4 个文件"
    assert tr("A text nobody translated") == "A text nobody translated"


def test_that_numbers_are_grouped_and_counted_in_english():
    use_language("en")
    assert plural(1, "{n} row", "{n} rows") == "1 row"
    assert plural(412906, "{n} row", "{n} rows") == "412,906 rows"


def test_that_every_sentence_of_a_model_card_is_translated():
    use_language("zh")
    try:
        told = said_in_turn(
            "Figures of the model card of 2026-11-24. Learning from 40 pages of this"
            " shop and 63,548 impressions of blocks; fewer than 300, so leaning on the"
            " shipped weights as well. 8 are held out."
        )
        judged = said("pages of 57 shops not learned from, mean of 2 trainings")
    finally:
        use_language("en")
    assert "2026-11-24" in told
    assert "63,548" in told
    assert "Learning" not in told
    assert "57" in judged
    assert "shops" not in judged


def test_that_two_sentences_stand_beside_each_other_as_their_language_has_it():
    first, second = "a.csv is empty.", "Choose another file."
    assert told(first, second) == f"{first} {second}"
    assert told(first, "") == first
    use_language("zh")
    try:
        assert told(first, second) == said(first) + said(second)
        assert told("Not known.", second) == f"Not known. {said(second)}"
    finally:
        use_language("en")


@pytest.mark.parametrize(
    ("english", "chinese"),
    [
        ("CPU, 2 cores", "CPU，2 核"),
        ("7.8 steps / s", "每秒 7.8 步"),
        ("Epoch 14 of 40", "第 14 轮，共 40 轮"),
        ("Drawing the map", tr("Drawing the map")),
        ("NVIDIA {n}", "NVIDIA {n}"),
    ],
)
def test_that_what_a_worker_says_is_translated_by_its_shape(english, chinese):
    assert said(english) == english
    use_language("zh")
    try:
        assert said(english) == (tr(english) if english == chinese else chinese)
    finally:
        use_language("en")


@pytest.mark.parametrize(
    ("english", "chinese"),
    [
        ("3 rows of another width", "3 行宽度不符"),
        ("1 row whose sale price cannot be read", "1 行的促销价无法读取"),
        ("2 personal columns are dropped", "丢弃 2 个个人信息列"),
        (
            "The pseudonym key of this project is missing: /keys/e2.",
            "缺少本项目的假名密钥：/keys/e2。",
        ),
        (
            "They do not have 7 cells and are left out (among the first 1,000 rows).",
            "这些行没有 7 个单元格，将被略去（前 1,000 行中）。",
        ),
    ],
)
def test_that_what_is_found_in_a_file_is_said_in_chinese(chinese, english):
    assert said(english) == english
    use_language("zh")
    try:
        assert said(english) == chinese
    finally:
        use_language("en")
