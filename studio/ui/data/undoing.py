"""Asks before an import is taken back, and says what goes."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from studio.domain.imports import ImportRecord
from studio.ui.formats import day
from studio.ui.language import plural, tr
from studio.ui.widgets import Dialog


def what_goes(record: ImportRecord) -> str:
    """What an import brought, in words."""
    came = record.result
    parts = []
    if came.events:
        parts.append(plural(came.events, "{n} event", "{n} events"))
    if came.products:
        parts.append(plural(came.products, "{n} product", "{n} products"))
    if came.pictures:
        parts.append(plural(came.pictures, "{n} picture", "{n} pictures"))
    return tr(", ").join(parts) or plural(len(came.files), "{n} file", "{n} files")


async def wants_undo(window: QWidget, record: ImportRecord) -> bool:
    """Ask a person whether an import is to be taken back as a whole."""
    text = tr(
        "What it brought goes away ({what}), and what it replaced comes back as it was."
        " Trained models and pages stay; pages whose products change are marked stale.",
        what=what_goes(record),
    )
    dialog = Dialog(
        window,
        tr("Undo the import of {day}?", day=day(record.at)),
        text,
        [
            ("keep", tr("Keep it"), "secondary"),
            ("undo", tr("Undo the import"), "danger"),
        ],
    )
    return await dialog.ask() == "undo"
