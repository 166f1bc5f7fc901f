"""What was measured before trainings, by machine, data and settings."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from studio.domain.estimates import Probe
from studio.store.database import Database, decode

MOST_PROBES = 64
"""Measurements that are kept, the latest ones."""


class ProbeStore:
    """The measurements of one project."""

    def __init__(self, database: Database, clock: Callable[[], float]) -> None:
        self._db = database
        self._clock = clock

    def get(self, key: str) -> Probe | None:
        """What was measured under a key; None when nothing was."""
        row = self._db.one("SELECT probe FROM probes WHERE key = ?", key)
        return None if row is None else decode(row["probe"], Probe)

    def keep(self, key: str, probe: Probe) -> None:
        """Keep a measurement; the oldest ones go."""
        with self._db.transaction():
            self._db.run(
                "INSERT OR REPLACE INTO probes VALUES (?, ?, ?)",
                key,
                self._clock(),
                msgspec.json.encode(probe),
            )
            self._db.run(
                "DELETE FROM probes WHERE key NOT IN"
                " (SELECT key FROM probes ORDER BY at DESC LIMIT ?)",
                MOST_PROBES,
            )
