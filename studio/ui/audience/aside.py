"""Questions that read all events: answered beside the window, not in its loop."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar

from studio.services.audience import AudienceService, Neighbour, Selection
from studio.services.session import Session
from studio.ui.audience.cloud import Places

T = TypeVar("T")


class Aside:
    """One thread with its own connection to the project's store.

    Nothing is shared with the window's session but the files, and answers come back
    through asyncio. What was read is kept for the next question until `forget`.
    """

    def __init__(self) -> None:
        self._thread: ThreadPoolExecutor | None = None
        self._folder: Path | None = None
        self._session: Session | None = None

    def open(self, folder: Path | None) -> None:
        """Ask about another project; None for none."""
        self.close()
        self._folder = folder

    def close(self) -> None:
        """Let thread and connection go."""
        if self._thread is not None:
            self._thread.submit(self._drop)
            self._thread.shutdown(wait=True)
            self._thread = None

    def forget(self) -> None:
        """The audience has changed: read it again when next asked."""
        if self._thread is not None:
            self._thread.submit(self._drop)

    async def nearest(self, persona_id: str) -> Neighbour | None:
        """The persona closest in taste."""
        return await self.ask(lambda audience: audience.nearest(persona_id))

    async def describe(self, selection: Places) -> Selection:
        """What sets some shoppers apart."""
        return await self.ask(lambda audience: audience.describe(selection))

    async def ask(self, question: Callable[[AudienceService], T]) -> T:
        """Anything else that reads all tastes or events, or saves what they make."""
        if self._thread is None:
            self._thread = ThreadPoolExecutor(1, thread_name_prefix="audience")
        loop = asyncio.get_event_loop()
        return await loop.run_in_executor(self._thread, self._answer, question)

    def _answer(self, question: Callable[[AudienceService], T]) -> T:
        if self._session is None:
            assert self._folder is not None  # noqa: S101  open comes first
            self._session = Session.open(self._folder)
        return question(self._session.audience)

    def _drop(self) -> None:
        session, self._session = self._session, None
        if session is not None:
            session.close()
