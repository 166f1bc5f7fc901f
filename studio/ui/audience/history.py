"""Earlier audiences, so that what is done to personas by hand can be undone."""

from __future__ import annotations

from studio.domain.persona import Audience

MOST = 20
"""Changes that can be undone."""


class History:
    """Audiences before and after the current one, of one training and its shoppers.

    Held in memory only. What is of another training or of other shoppers (after an
    import, or when somebody was forgotten) is dropped.
    """

    def __init__(self) -> None:
        self._past: list[Audience] = []
        self._future: list[Audience] = []

    @property
    def can_undo(self) -> bool:
        """Whether there is anything before."""
        return bool(self._past)

    @property
    def can_redo(self) -> bool:
        """Whether anything was undone."""
        return bool(self._future)

    def keep(self, audience: Audience) -> None:
        """Remember an audience that is about to change."""
        self._past = [*self._past, audience][-MOST:]
        self._future = []

    def back(self, now: Audience) -> Audience | None:
        """The audience before, in exchange for the current one."""
        if not self._past:
            return None
        *self._past, found = self._past
        self._future.append(now)
        return found

    def forth(self, now: Audience) -> Audience | None:
        """The audience that was undone last, in exchange for the current one."""
        if not self._future:
            return None
        *self._future, found = self._future
        self._past.append(now)
        return found

    def fit(self, now: Audience | None) -> None:
        """Drop all when the current audience is of others."""
        known = [*self._past[-1:], *self._future[-1:]]
        for one in known:
            same = now is not None and one.run_id == now.run_id
            if not same or now is None or one.shoppers != now.shoppers:
                self._past, self._future = [], []
                return
