"""Prints precision and recall of the detection of personal columns on the corpus.

python tests/data/personal/score.py
"""

# ruff: noqa: E501, T201 - a script

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

from studio.pipeline.ingest.privacy import told

CORPUS = Path(__file__).resolve().parent / "columns.jsonl"


def main() -> None:
    """Score every column; print what was missed, wrongly found, or called otherwise."""
    found: Counter[str] = Counter()
    for line in CORPUS.read_text(encoding="utf-8").splitlines():
        column = json.loads(line)
        result = told(column["header"], column["values"])
        kind = result.what if result else ""
        wanted = column["kind"]
        outcome = {(True, True): "hit", (True, False): "missed", (False, True): "false"}
        verdict = outcome.get((bool(wanted), bool(kind)), "quiet")
        found[verdict] += 1
        found["right kind"] += verdict == "hit" and kind == wanted
        if kind != wanted:
            why = result.why if result else ""
            print(
                verdict,
                column["source"],
                column["header"],
                "|",
                wanted,
                "->",
                kind,
                "|",
                why,
                column["values"][:2],
            )
    hits, wrong, missed = found["hit"], found["false"], found["missed"]
    print(
        f"precision {hits / max(1, hits + wrong):.3f}, recall {hits / max(1, hits + missed):.3f}"
    )
    print(
        f"{found['right kind']} of {hits} found by their kind; {found['quiet']} harmless left alone"
    )


if __name__ == "__main__":
    main()
