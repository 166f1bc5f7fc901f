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

    def once(self, key: str, measure: Callable[[], Estimate]) -> Estimate:
        """What was measured under a key; measured now, and kept, when nothing was."""
        row = self._db.one("SELECT probe FROM probes WHERE key = ?", key)
        if row is not None:
            return decode(row["probe"], Estimate)
        measured = measure()
        self._keep(key, measured)
        return measured

    def _keep(self, key: str, measured: Estimate) -> None:
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
