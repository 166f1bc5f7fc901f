"""What was measured before trainings, by machine, data and settings."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from studio.domain.estimates import Estimate
from studio.store.database import Database, decode

MOST_PROBES = 64
"""Measurements that are kept, the latest ones."""


class ProbeStore:
    """The measurements of one project."""

    def __init__(self, database: Database, clock: Callable[[], float]) -> None:
        self._db = database
        self._clock = clock

    def get(self, key: str) -> Estimate | None:
        """What was measured under a key; None when nothing was."""
        row = self._db.one("SELECT probe FROM probes WHERE key = ?", key)
        return None if row is None else decode(row["probe"], Estimate)

    def keep(self, key: str, measured: Estimate) -> None:
        """Keep a measurement; the oldest ones go."""
        with self._db.transaction():
            self._db.run(
                "INSERT OR REPLACE INTO probes VALUES (?, ?, ?)",
                key,
                self._clock(),
                msgspec.json.encode(measured),
            )
            self._db.run(
                "DELETE FROM probes WHERE key NOT IN"
                " (SELECT key FROM probes ORDER BY at DESC LIMIT ?)",
                MOST_PROBES,
            )
