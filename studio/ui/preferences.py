"""The preferences dialog, generated from the table of preferences."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from studio.ui.language import tr
from studio.ui.settings import PREFERENCES, Preference, Settings
from studio.ui.widgets import Choice, Dialog, Field, FormRow, Label, Switch

_LABEL_WIDTH = 152


def open_preferences(
    window: QWidget, settings: Settings, changed: Callable[[str], None]
) -> Dialog:
    """Show the preferences; `changed(key)` is called for every change, at once."""
    dialog = Dialog(
        window,
        tr("Preferences"),
        buttons=[("close", tr("Close"), "secondary")],
        width=480,
    )
    group = ""
    for preference in PREFERENCES:
        if preference.group != group:
            group = preference.group
            head = Label(tr(group), "label_strong")
            head.setContentsMargins(0, 12, 0, 0)
            dialog.content.addWidget(head)
        control = _control(preference, settings, changed)
        dialog.content.addWidget(FormRow(tr(preference.title), control, _LABEL_WIDTH))
        note = Label(tr(preference.sentence), "caption", "text.tertiary", wrap=True)
        note.setContentsMargins(_LABEL_WIDTH, 0, 0, 4)
        dialog.content.addWidget(note)
    dialog.open()
    return dialog


def _control(
    preference: Preference, settings: Settings, changed: Callable[[str], None]
) -> QWidget:
    value = settings.get(preference.key)

    def store(new: object) -> None:
        settings.set(preference.key, new if isinstance(new, bool) else str(new))
        changed(preference.key)

    if preference.choices:
        choice = Choice([(key, tr(text)) for key, text in preference.choices])
        choice.set_value(value)
        choice.chosen.connect(store)
        return choice
    if isinstance(value, bool):
        switch = Switch(name=tr(preference.title))
        switch.setChecked(value)
        switch.toggled.connect(store)
        return switch
    field = Field(value, settings.approver)
    field.done.connect(store)
    return field
