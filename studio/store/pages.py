"""Saved pages: revisions that never change, a head that moves, approvals."""

from __future__ import annotations

import time
from collections.abc import Callable

import msgspec

from studio.domain.edits import Edit, Refresh
from studio.domain.errors import InputProblem
from studio.domain.page import Page
from studio.domain.persona import EVERYONE, Persona
from studio.domain.review import Approval, PageRow, Revision, Status, page_digest
from studio.store.database import Database, Row, decode

Clock = Callable[[], float]
_UNDO = """
    SELECT r.parent AS number FROM pages p
    JOIN revisions r ON r.page_id = p.id AND r.number = p.head
    WHERE p.id = ? AND r.parent IS NOT NULL
"""
_REDO = """
    WITH RECURSIVE way (number, parent) AS (
        SELECT r.number, r.parent FROM revisions r JOIN pages p ON p.id = r.page_id
        WHERE p.id = ?1 AND r.number = p.top
        UNION ALL
        SELECT r.number, r.parent FROM revisions r
        JOIN way ON r.number = way.parent WHERE r.page_id = ?1
    )
    SELECT way.number FROM way JOIN pages p ON p.id = ?1 AND p.head = way.parent
"""
_ROWS = """
    SELECT p.*, r.digest, r.edited, r.recall, s.persona, s.place,
        a.revision AS a_revision, a.digest AS a_digest, a.by AS a_by, a.note AS a_note,
        a.at AS a_at
    FROM pages p
    JOIN revisions r ON r.page_id = p.id AND r.number = p.head
    LEFT JOIN approvals a ON a.page_id = p.id
    LEFT JOIN personas s ON s.id = p.persona_id
    ORDER BY s.place IS NULL, s.place, p.persona_id, p.scenario, p.candidate, p.id
"""


class PageStore:
    """The pages of one project. Every change is one transaction."""

    def __init__(self, database: Database, clock: Clock = time.time) -> None:
        self._db = database
        self._clock = clock

    def save(
        self, page: Page, *, edit: Edit | None = None, note: str = "", by: str = ""
    ) -> Revision:
        """Save a page as the new head of its id; what could be redone is dropped.

        A new page is the chosen one of its persona and scenario when none is yet. A
        page that was generated anew (no edit, or `Refresh`) is no longer stale.
        """
        with self._db.transaction():
            old = self._db.one("SELECT head FROM pages WHERE id = ?", page.id)
            row = self._db.one(
                "SELECT max(number) FROM revisions WHERE page_id = ?", page.id
            )
            number = 1 + ((row[0] if row else 0) or 0)
            revision = Revision(
                page.id, number, page_digest(page), self._clock(), note, by
            )
            self._place(page, revision)
            self._insert(page, revision, old["head"] if old else None, edit)
            if edit is None or isinstance(edit, Refresh):
                self._db.run("UPDATE pages SET stale_why = '' WHERE id = ?", page.id)
        return revision

    def _place(self, page: Page, revision: Revision) -> None:
        chosen = self._db.one(
            "SELECT 1 FROM pages WHERE chosen AND persona_id = ? AND scenario = ?"
            " AND id <> ?",
            page.persona_id,
            page.scenario,
            page.id,
        )
        self._db.run(
            "INSERT INTO pages (id, persona_id, scenario, candidate, chosen, head, top,"
            " changed) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?6, ?7)"
            " ON CONFLICT (id) DO UPDATE SET persona_id = ?2, scenario = ?3,"
            " candidate = ?4, head = ?6, top = ?6, changed = ?7",
            page.id,
            page.persona_id,
            page.scenario,
            page.candidate,
            0 if chosen else 1,
            revision.number,
            revision.at,
        )

    def _insert(
        self, page: Page, revision: Revision, parent: int | None, edit: Edit | None
    ) -> None:
        self._db.run(
            "INSERT INTO revisions VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            page.id,
            revision.number,
            parent,
            revision.digest,
            revision.at,
            revision.note,
            revision.by,
            int(page.edited),
            page.recall,
            None if edit is None else msgspec.json.encode(edit),
            msgspec.json.encode(page),
        )

    def page(self, page_id: str) -> Page:
        """The page as it is now; raises InputProblem for an unknown id."""
        row = self._db.one(
            "SELECT page FROM revisions r JOIN pages p"
            " ON p.id = r.page_id AND p.head = r.number WHERE p.id = ?",
            page_id,
        )
        return self._decoded(row, page_id)

    def at(self, page_id: str, number: int) -> Page:
        """The page as a revision has it."""
        row = self._db.one(
            "SELECT page FROM revisions WHERE page_id = ? AND number = ?",
            page_id,
            number,
        )
        return self._decoded(row, page_id)

    @staticmethod
    def _decoded(row: Row | None, page_id: str) -> Page:
        if row is None:
            raise InputProblem(
                f"There is no page {page_id} in this project.",
                "Choose one of the list of pages.",
            )
        return decode(row["page"], Page)

    def revisions(self, page_id: str) -> tuple[Revision, ...]:
        """Every revision, the oldest first."""
        rows = self._db.all(
            "SELECT page_id, number, digest, at, note, by FROM revisions"
            " WHERE page_id = ? ORDER BY number",
            page_id,
        )
        return tuple(Revision(*row) for row in rows)

    def edits(self, page_id: str) -> tuple[Edit, ...]:
        """The journal of a page: the edits that were made, the oldest first."""
        rows = self._db.all(
            "SELECT edit FROM revisions WHERE page_id = ? AND edit IS NOT NULL"
            " ORDER BY number",
            page_id,
        )
        return tuple(_edit(row["edit"]) for row in rows)

    def rows(self) -> tuple[PageRow, ...]:
        """The list of pages, by persona, scenario and candidate."""
        return tuple(_page_row(row) for row in self._db.all(_ROWS))

    def undo(self, page_id: str) -> Page | None:
        """Go back one revision; None when there is none."""
        return self._move(_UNDO, page_id)

    def redo(self, page_id: str) -> Page | None:
        """Take back an undo; None when there is nothing to take back."""
        return self._move(_REDO, page_id)

    def can_undo(self, page_id: str) -> bool:
        """Whether there is a revision to go back to."""
        return self._db.one(_UNDO, page_id) is not None

    def can_redo(self, page_id: str) -> bool:
        """Whether there is an undo to take back."""
        return self._db.one(_REDO, page_id) is not None

    def _move(self, way: str, page_id: str) -> Page | None:
        with self._db.transaction():
            row = self._db.one(way, page_id)
            if row is None:
                return None
            self._db.run(
                "UPDATE pages SET head = ?, changed = ? WHERE id = ?",
                row["number"],
                self._clock(),
                page_id,
            )
            return self.page(page_id)

    def choose(self, page_id: str) -> None:
        """Make a page the chosen candidate of its persona and scenario."""
        with self._db.transaction():
            page = self.page(page_id)
            self._db.run(
                "UPDATE pages SET chosen = 0 WHERE persona_id = ? AND scenario = ?",
                page.persona_id,
                page.scenario,
            )
            self._db.run("UPDATE pages SET chosen = 1 WHERE id = ?", page_id)

    def approve(self, page_id: str, *, by: str, note: str) -> Approval:
        """Let the page go out as it is now; it is no longer stale."""
        with self._db.transaction():
            self.page(page_id)  # raises for an unknown id
            at = self._clock()
            self._db.run(
                "INSERT OR REPLACE INTO approvals SELECT p.id, r.number, r.digest,"
                " ?2, ?3, ?4 FROM pages p JOIN revisions r"
                " ON r.page_id = p.id AND r.number = p.head WHERE p.id = ?1",
                page_id,
                by,
                note,
                at,
            )
            self._db.run("UPDATE pages SET stale_why = '' WHERE id = ?", page_id)
            self._note(at, "approve", page_id, by, note)
            row = self._db.one("SELECT * FROM approvals WHERE page_id = ?", page_id)
        assert row is not None  # noqa: S101 - written three lines above
        return Approval(*row)

    def withdraw(self, page_id: str, *, by: str = "", note: str = "") -> None:
        """Take the approval back."""
        with self._db.transaction():
            self._db.run("DELETE FROM approvals WHERE page_id = ?", page_id)
            self._note(self._clock(), "withdraw", page_id, by, note)

    def approval(self, page_id: str) -> Approval | None:
        """The approval of a page, or None."""
        row = self._db.one("SELECT * FROM approvals WHERE page_id = ?", page_id)
        return None if row is None else Approval(*row)

    def approved(self) -> tuple[tuple[Page, Approval], ...]:
        """The approved revisions themselves, whatever the pages have become since.

        A page whose products have changed since (`mark_stale`) is not among them: it
        would go out other than it was approved.
        """
        rows = self._db.all(
            "SELECT a.*, r.page FROM approvals a JOIN revisions r"
            " ON r.page_id = a.page_id AND r.number = a.revision"
            " JOIN pages p ON p.id = a.page_id WHERE p.stale_why = ''"
            " ORDER BY a.page_id"
        )
        return tuple(
            (decode(row["page"], Page), Approval(*tuple(row)[:-1])) for row in rows
        )

    def mark_stale(self, page_id: str, why: str) -> None:
        """Say that a page no longer shows what it showed, and why."""
        self._db.run("UPDATE pages SET stale_why = ? WHERE id = ?", why, page_id)

    def delete(self, page_id: str) -> None:
        """Delete a page with its revisions; another candidate becomes the chosen."""
        with self._db.transaction():
            page = self.page(page_id)
            self._db.run("DELETE FROM pages WHERE id = ?", page_id)
            self._db.run(
                "UPDATE pages SET chosen = 1 WHERE id = (SELECT p.id FROM pages p"
                " LEFT JOIN approvals a ON a.page_id = p.id WHERE p.persona_id = ?1"
                " AND p.scenario = ?2 ORDER BY a.page_id IS NULL, p.changed DESC"
                " LIMIT 1) AND NOT EXISTS (SELECT 1 FROM pages WHERE chosen"
                " AND persona_id = ?1 AND scenario = ?2)",
                page.persona_id,
                page.scenario,
            )
            self._note(self._clock(), "delete", page_id, "", "")

    def new_ids(self, n: int) -> tuple[str, ...]:
        """Ids that no page of the project has had, such as "pg-0007"."""
        with self._db.transaction():
            last = self._db.fact("last_page", int, 0)
            self._db.set_fact("last_page", last + n)
        return tuple(f"pg-{number:04d}" for number in range(last + 1, last + n + 1))

    def _note(self, at: float, what: str, page_id: str, by: str, note: str) -> None:
        self._db.run(
            "INSERT INTO audit (at, what, subject, by, note) VALUES (?, ?, ?, ?, ?)",
            at,
            what,
            page_id,
            by,
            note,
        )


def _edit(raw: bytes) -> Edit:
    edit: Edit = msgspec.json.decode(raw, type=Edit)
    return edit


def _page_row(row: Row) -> PageRow:
    persona = None if row["persona"] is None else decode(row["persona"], Persona)
    everyone = row["persona_id"] == EVERYONE
    name = persona.name if persona else "All shoppers" if everyone else ""
    approval = None
    if row["a_at"] is not None:
        approval = Approval(
            row["id"],
            row["a_revision"],
            row["a_digest"],
            row["a_by"],
            row["a_note"],
            row["a_at"],
        )
    return PageRow(
        page_id=row["id"],
        persona_id=row["persona_id"],
        persona_name=name or row["persona_id"],
        look=persona.look if persona else 0,
        scenario=row["scenario"],
        candidate=row["candidate"],
        chosen=bool(row["chosen"]),
        status=_status(row),
        revision=row["head"],
        changed=row["changed"],
        edited=bool(row["edited"]),
        recall=row["recall"],
        approval=approval,
        stale_why=row["stale_why"] or _edited_since(row),
    )


def _status(row: Row) -> Status:
    if row["stale_why"] or _edited_since(row):
        return "stale"
    return "draft" if row["a_at"] is None else "approved"


def _edited_since(row: Row) -> str:
    if row["a_at"] is None or row["a_digest"] == row["digest"]:
        return ""
    return "Edited since it was approved."
