"""Asks who approves, and for a note."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from studio.ui.language import tr
from studio.ui.widgets.dialog import Dialog
from studio.ui.widgets.forms import Field, FormRow


async def ask_note(window: QWidget, page: str, name: str) -> tuple[str, str] | None:
    """Ask for (name, note); None when the person thinks better of it."""
    dialog = Dialog(
        window,
        tr("Approve this page?"),
        tr("{page}. What you approve is what is exported.", page=page),
        (("cancel", tr("Cancel"), "secondary"), ("approve", tr("Approve"), "primary")),
        440,
    )
    who, note = Field(), Field()
    who.set_text(name)
    note.setPlaceholderText(tr("What was checked (optional)"))
    rows = (FormRow(tr("Your name"), who), FormRow(tr("Note"), note))
    for row in rows:
        dialog.content.addWidget(row)
    approve = dialog.buttons["approve"]
    approve.setEnabled(bool(name.strip()))
    who.textChanged.connect(lambda text: approve.setEnabled(bool(text.strip())))
    answer = await dialog.ask(note if name else who)
    if answer != "approve":
        return None
    return who.text().strip(), note.text().strip()
