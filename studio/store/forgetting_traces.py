"""What is written down of imports and runs, once shoppers are forgotten."""

from __future__ import annotations

import re
import time
from collections.abc import Mapping
from datetime import UTC, datetime

import msgspec

from studio.domain.imports import ImportResult
from studio.store.database import decode
from studio.store.project import Project

FORGOTTEN = "forgotten"
"""The fact of a run that says who was forgotten since, without saying who."""
_TASTE_LEARNS_FROM = frozenset({"events", "preferences", "segments", "personas"})
_WORDS = re.compile(r"[^\s,;|\t\"']+")


def marked_runs(
    project: Project, rows: Mapping[str, int], words: str
) -> tuple[str, ...]:
    """Mark the runs that learned, or may have learned, from rows that went.

    Which shoppers a run learned from is not kept, so every run of the model that could
    have is marked. Part of the caller's transaction.

    Args:
        project: Where.
        rows: Rows that went, by table.
        words: What happened, such as "2 shoppers forgotten".
    """
    project.runs.purge()  # a deleted run that could be brought back would not be marked
    models = []
    if any(rows.get(name) for name in _TASTE_LEARNS_FROM):
        models += list(project.runs.list("taste"))
    if rows.get("page_events"):
        models += list(project.runs.list("layout"))
    today = datetime.fromtimestamp(time.time(), UTC).date().isoformat()
    for run in models:
        said = run.facts.get(FORGOTTEN, "")
        more = f"{words} on {today}"
        facts = {FORGOTTEN: f"{said}; {more}" if said else more}
        project.runs.note(run.id, facts=facts)
    return tuple(run.id for run in models)


def forget_examples(project: Project, gone: frozenset[str]) -> None:
    """Take examples of rows out of the records of imports where they name a shopper.

    An example is a piece of a file, so it may hold an id as the shop writes it: each of
    its words is turned into a pseudonym and compared. Part of the caller's transaction.
    """

    def names_one(text: str) -> bool:
        words = {text, *_WORDS.findall(text), *re.findall(r"\w+", text)}
        return any(w in gone or project.pseudonym(w) in gone for w in words if w)

    for row in project.database.all("SELECT id, result FROM imports"):
        result = decode(bytes(row["result"]), ImportResult)
        kept = msgspec.structs.replace(
            result,
            dropped=tuple(
                msgspec.structs.replace(one, example="")
                if names_one(one.example)
                else one
                for one in result.dropped
            ),
            findings=tuple(
                msgspec.structs.replace(
                    one, examples=tuple(e for e in one.examples if not names_one(e))
                )
                for one in result.findings
            ),
        )
        if kept != result:
            project.database.run(
                "UPDATE imports SET result = ? WHERE id = ?",
                msgspec.json.encode(kept),
                row["id"],
            )
