from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from studio.domain.errors import InputProblem
from studio.domain.words import Words
from studio.services.briefs import read_brief


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "brief.json"
    path.write_text(text, encoding="utf-8")
    return path


def test_that_a_brief_with_plain_texts_is_read(tmp_path: Path) -> None:
    brief = read_brief(
        written(
            tmp_path,
            '{"name": "Autumn sale", "end": "2026-11-30", "category": "Outdoor > Camp",'
            ' "offer": "A fifth off tents"}',
        )
    )
    assert brief.name == Words("Autumn sale")
    assert brief.end == date(2026, 11, 30)
    assert brief.category == ("Outdoor", "Camp")
    assert brief.offer.text.en == "A fifth off tents"


def test_that_a_brief_in_two_languages_is_read(tmp_path: Path) -> None:
    text = '{"name": {"en": "Sale", "zh": "特卖"}, "offer": {"code": "SHELF5"}}'
    brief = read_brief(written(tmp_path, text))
    assert brief.name.zh == "特卖"
    assert brief.offer.code == "SHELF5"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("{", "does not fit"),
        ("[]", "does not fit"),
        ('{"end": "2026-11-30"}', "no name"),
        ('{"name": "Sale", "end": "tomorrow"}', "does not fit"),
        (
            '{"name": "S", "start": "2026-12-01", "end": "2026-11-01"}',
            "before it starts",
        ),
    ],
)
def test_that_a_broken_brief_gets_a_sentence(
    tmp_path: Path, text: str, sentence: str
) -> None:
    with pytest.raises(InputProblem, match=sentence):
        read_brief(written(tmp_path, text))


def test_that_a_missing_brief_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputProblem, match=r"nowhere\.json"):
        read_brief(tmp_path / "nowhere.json")
