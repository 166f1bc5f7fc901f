"""Whether to cancel a training that would lose more than a minute."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from studio.ui import formats
from studio.ui.language import tr
from studio.ui.widgets import Dialog


def cancel_dialog(window: QWidget, seconds: float) -> Dialog:
    """Asks; its buttons are `stay`, which is the safe answer, and `cancel`."""
    text = tr(
        "{time} of training would not be used. It can be resumed from its last "
        "checkpoint.",
        time=formats.clock(seconds),
    )
    return Dialog(
        window,
        tr("Cancel this training?"),
        text,
        (
            ("stay", tr("Go on training"), "secondary"),
            ("cancel", tr("Cancel training"), "danger"),
        ),
    )
