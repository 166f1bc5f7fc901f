"""Erases shoppers, and events that are too old, from everything a project keeps.

Tables are written anew without them beside the old files; one transaction of SQLite
points to the new ones, takes the shoppers out of the audience, gives up what undoing
needs, and adds to the audit trail. Then the old files, all caches and tastes of other
runs are deleted and SQLite's file is written anew. Whatever stops it halfway, doing it
once more finishes it.
"""
# ruff: noqa: S608 - the SQL is made of our own constants and texts by `literal`

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import msgspec

from studio.domain.forgetting import Forgotten, Retained
from studio.domain.jobs import Report
from studio.store.duck import duck
from studio.store.forgetting_tables import Erasing, count, day, moment
from studio.store.forgetting_traces import forget_examples, marked_runs
from studio.store.importing.alone import alone
from studio.store.importing.summing import summarised
from studio.store.importing.watch import Watch
from studio.store.project import Project
from studio.store.suppression import SUPPRESSED, digest_of
from studio.store.tables import source

LISTS = "assigned_lists"
"""The fact that holds where customer lists were written to."""
_UNSURE = (
    "Of some of them nothing is held now. Whether an earlier model learned from them"
    " is not known."
)


def forget(
    project: Project, pseudonyms: Sequence[str], report: Report, *, block: bool = False
) -> Forgotten:
    """Erase all that a project holds of some shoppers.

    Args:
        project: Where.
        pseudonyms: Of whom.
        report: Is told how far it is.
        block: Leave them out of later imports too; a keyed digest of each is kept.

    Raises:
        ProjectProblem: An import is running, or the key is missing.
        StorageProblem: The disk is full or closed; nothing has changed then.
        CancelledByUser: Raised by `report`, before anything has changed.
    """
    gone = tuple(dict.fromkeys(pseudonyms))
    proofs = tuple(digest_of(project.key(), name) for name in gone)
    with alone(project.path):
        with duck(project.path) as connection:
            watch = Watch(connection, report)
            erasing = Erasing(project, watch, gone)
            files, rows = erasing.tables()
            members, found = erasing.members()
            if members:
                rows["personas"] = members
            summary = summarised(project, watch, project.tables.current() | files)
        with project.database.transaction():
            erasing.commit(files, summary)
            forget_examples(project, frozenset(gone))
            words = f"{len(found)} shopper{'s' * (len(found) != 1)} forgotten"
            marked = marked_runs(project, rows, words)
            for name, proof in zip(gone, proofs, strict=True):
                what = "forget" if name in found else "forget (nothing was held)"
                project.record(what, proof, note=", ".join(marked))
            if block:
                known = project.database.fact(SUPPRESSED, tuple[str, ...], ())
                kept = tuple(dict.fromkeys((*known, *proofs)))
                project.database.set_fact(SUPPRESSED, kept)
        notes = erasing.clean_up()
    if len(found) < len(gone) and project.runs.list("taste"):
        notes = (*notes, _UNSURE)
    return Forgotten(
        asked=len(gone),
        found=len(found),
        rows=rows,
        marked=marked,
        retrain=tuple(run for run in marked if project.runs.run(run).in_use),
        lists=project.database.fact(LISTS, tuple[str, ...], ()),
        blocked=len(gone) if block else 0,
        proofs=proofs,
        notes=notes,
    )


def too_old(project: Project, months: int, before: float) -> Retained:
    """What a retention period would delete, without deleting it."""
    tables = project.tables
    with duck(project.path) as connection:
        watch = Watch(connection, _Silent())
        counted = {
            name: count(watch, path, f"time < {moment(before)}")
            for name in ("events", "page_events")
            if (path := tables.path(name)) is not None
        }
        return Retained(
            months=months,
            before=before,
            events=counted.get("events", 0),
            page_events=counted.get("page_events", 0),
            shoppers=len(_last_seen_before(watch, project, before)),
            of_events=project.summary().events,
        )


def retain(project: Project, months: int, before: float, report: Report) -> Retained:
    """Delete events before a moment, and all of the shoppers whose last one it was.

    Raises:
        ProjectProblem: An import is running.
        StorageProblem: The disk is full or closed; nothing has changed then.
    """
    found = too_old(project, months, before)
    if found.nothing:
        return found
    with alone(project.path):
        with duck(project.path) as connection:
            watch = Watch(connection, report)
            gone = _last_seen_before(watch, project, before)
            erasing = Erasing(project, watch, gone, before)
            files, rows = erasing.tables()
            summary = summarised(project, watch, project.tables.current() | files)
        with project.database.transaction():
            erasing.commit(files, summary)
            marked = marked_runs(project, rows, f"events before {day(before)} deleted")
            project.record(
                "retention", f"{months} months", note=f"{found.events} events"
            )
        notes = erasing.clean_up()
    return msgspec.structs.replace(found, marked=marked, notes=notes)


def remember_list(project: Project, path: Path) -> None:
    """Keep where a customer list was written: who forgets a shopper must know."""
    with project.database.transaction():
        known = project.database.fact(LISTS, tuple[str, ...], ())
        whole = str(path.expanduser().absolute())
        project.database.set_fact(LISTS, tuple(dict.fromkeys((*known, whole))))


class _Silent:
    """A report that nobody listens to."""

    def progress(
        self, step: int, total: int, label: str = "", seconds_left: float | None = None
    ) -> None:
        """Nothing to say."""

    def send(self, event: object) -> None:
        """Nothing to say."""


def _last_seen_before(watch: Watch, project: Project, before: float) -> frozenset[str]:
    """Shoppers with events, the last of which is before a moment."""
    tables = project.tables
    paths = [tables.path(name) for name in ("events", "page_events")]
    parts = [f"SELECT shopper, time FROM {source(p)}" for p in paths if p is not None]
    if not parts:
        return frozenset()
    rows = watch.sql(
        f"SELECT shopper FROM ({' UNION ALL '.join(parts)}) WHERE shopper IS NOT NULL"
        f" GROUP BY shopper HAVING max(time) < {moment(before)}"
    )
    return frozenset(str(row[0]) for row in rows)
