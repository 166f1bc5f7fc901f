"""Coroutines started from slots: kept alive, and their failures told."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine

from studio.domain.errors import CancelledByUser, VitrineError
from studio.ui.language import tr
from studio.ui.said import said
from studio.ui.widgets.toast import Toast

_log = logging.getLogger(__name__)
_running: set[asyncio.Task[object]] = set()


def spawn(
    work: Coroutine[object, object, object], tell: Callable[[Toast], None]
) -> asyncio.Task[object]:
    """Run a coroutine on the window's loop; a failure becomes a toast.

    Args:
        work: What to do.
        tell: Shows a toast, such as `step.toast_wanted.emit`.
    """
    task: asyncio.Task[object] = asyncio.get_event_loop().create_task(work)
    _running.add(task)

    def done(ended: asyncio.Task[object]) -> None:
        _running.discard(ended)
        if ended.cancelled():
            return
        error = ended.exception()
        if error is None or isinstance(error, CancelledByUser):
            return
        tell(toast_of(error))

    task.add_done_callback(done)
    return task


def toast_of(error: BaseException) -> Toast:
    """An error as a toast; unexpected ones go to the log in full."""
    if isinstance(error, VitrineError):
        return Toast(said(error.message), said(error.hint), "danger")
    _log.error("unexpected failure", exc_info=error)
    return Toast(
        tr("Something went wrong in Vitrine itself."),
        tr("Nothing was changed. The log has the details."),
        "danger",
    )
