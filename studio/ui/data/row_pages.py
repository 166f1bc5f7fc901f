"""Pages of a stored table, read in a thread when they are asked for."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from studio.ui.tasks import spawn
from studio.ui.widgets import Toast

PAGE_ROWS = 256
KEPT_PAGES = 64
Row = tuple[str, ...]
Read = Callable[[int, int], tuple[tuple[str, ...], tuple[Row, ...]]]
"""Reads rows by offset and number: names of the columns, and the rows."""


class RowPages(QObject):
    """Rows of one table. `arrived()` when a page that was asked for is there.

    One page is read at a time; of those asked for meanwhile, the latest goes next, so
    that a person who scrolls through millions of rows waits for what is in view alone.
    """

    arrived = Signal()

    def __init__(self, read: Read, tell: Callable[[Toast], None]) -> None:
        super().__init__()
        self.names: tuple[str, ...] = ()
        self._read = read
        self._tell = tell
        self._pages: OrderedDict[int, tuple[Row, ...]] = OrderedDict()
        self._wanted: list[int] = []
        self._reading = False
        self._closed = False

    def close(self) -> None:
        """Nothing is shown any more."""
        self._closed = True

    def _is_closed(self) -> bool:
        return self._closed

    def row(self, at: int) -> Row | None:
        """A row, or None while it is being read."""
        page, place = divmod(at, PAGE_ROWS)
        rows = self._pages.get(page)
        if rows is None:
            return None
        return rows[place] if place < len(rows) else ()

    def want(self, first: int, number: int) -> None:
        """Have these rows read; they go before what was wanted earlier."""
        last = max(first, first + number - 1)
        pages = range(first // PAGE_ROWS, last // PAGE_ROWS + 1)
        for page in pages:
            if page in self._pages:
                self._pages.move_to_end(page)
        missing = [page for page in pages if page not in self._pages]
        self._wanted = missing
        if missing and not self._reading:
            self._reading = True
            spawn(self._work(), self._tell)

    async def _work(self) -> None:
        try:
            while self._wanted and not self._closed:
                page = self._wanted.pop(0)
                if page in self._pages:
                    continue
                names, rows = await asyncio.to_thread(
                    self._read, page * PAGE_ROWS, PAGE_ROWS
                )
                if self._is_closed():
                    return
                self.names = names
                self._pages[page] = rows
                while len(self._pages) > KEPT_PAGES:
                    self._pages.popitem(last=False)
                self.arrived.emit()
        finally:
            self._reading = False
