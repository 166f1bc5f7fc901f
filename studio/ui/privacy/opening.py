"""Deletes what is older than the retention period when a project is opened."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from studio.domain.forgetting import Retained
from studio.domain.jobs import Retain
from studio.ui.context import Context
from studio.ui.formats import count
from studio.ui.language import tr
from studio.ui.widgets.toast import Toast

if TYPE_CHECKING:  # the store's libraries would delay the first window
    from studio.services.session import Session


async def delete_old(
    context: Context, session: Session, tell: Callable[[Toast], None]
) -> bool:
    """Delete events that are too old, and say so; nothing where no period is set.

    Returns:
        Whether anything was deleted.
    """
    if not session.project.retention_months:
        return False
    done = await context.jobs.result(Retain(str(session.folder)), Retained)
    if done.nothing:
        return False
    title = tr("{n} events deleted", n=count(done.events))
    words = tr("They were older than {months} months.", months=done.months)
    tell(Toast(title, words))
    return True
