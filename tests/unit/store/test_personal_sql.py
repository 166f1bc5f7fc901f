"""The store tells personal texts exactly as ingest shows them."""

from __future__ import annotations

import json
from pathlib import Path

from studio.domain.personal import holds_personal
from studio.store.duck import connect
from studio.store.importing.personal import personal_macros

CORPUS = Path(__file__).resolve().parents[2] / "data" / "personal" / "columns.jsonl"
MORE = (
    "blue ada@example.com kettle", "手机13800138000", "\uff11\uff13800138000",
    "南京东路100号",
    "城市登山道具", "size 36-38 40-42", "4006381333931", "4006381333932", "trail shoes",
    "12 Baker STREET", "HAUPTSTRASSE 5", "Hauptstraße 5", "", "(555) 010-9999",
)  # fmt: skip


def test_that_sql_and_python_tell_the_same_texts() -> None:
    lines = CORPUS.read_text(encoding="utf-8").splitlines()
    texts = [*MORE, *(value for line in lines for value in json.loads(line)["values"])]
    connection = connect()
    try:
        for macro in personal_macros():
            connection.execute(f"CREATE MACRO {macro}")
        found = connection.execute(
            "SELECT x, holds_personal(x) FROM (SELECT unnest(?::VARCHAR[]) AS x)",
            [texts],
        ).fetchall()
    finally:
        connection.close()
    assert [text for text, told in found if told != holds_personal(text)] == []
    assert 1000 < sum(told for _, told in found) < len(found) - 1000
