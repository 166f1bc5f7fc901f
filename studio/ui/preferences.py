"""The preferences dialog, generated from the table of settings."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from studio.domain.errors import VitrineError
from studio.services.settings import SETTINGS, Setting, Value
from studio.ui.language import tr
from studio.ui.settings import Settings
from studio.ui.widgets import (
    Choice,
    Dialog,
    Field,
    FormRow,
    Label,
    Number,
    Scroll,
    Switch,
)

_LABEL_WIDTH = 168


class PreferencesForm:
    """Rows of the dialog; every change is kept at once.

    Args:
        settings: Where values come from and go.
        changed: Called with the name of what was changed.
    """

    def __init__(self, settings: Settings, changed: Callable[[str], None]) -> None:
        self._settings = settings
        self._changed = changed
        self.rows: dict[str, FormRow] = {}

    def row(self, setting: Setting) -> FormRow:
        """The row of a setting, with a control that fits its type."""
        control = self._control(setting)
        made = FormRow(tr(setting.title), control, _LABEL_WIDTH)
        self.rows[setting.name] = made
        return made

    def _keep(self, setting: Setting, value: Value) -> None:
        row = self.rows[setting.name]
        try:
            self._settings.set(setting.name, value)
        except VitrineError as error:
            row.set_error(str(error))
            return
        row.set_error("")
        self._changed(setting.name)

    def _control(self, setting: Setting) -> QWidget:
        value = self._settings.get(setting.name)
        if setting.choices:
            choice = Choice([(key, tr(text)) for key, text in setting.choices])
            choice.set_value(value)
            choice.chosen.connect(lambda new: self._keep(setting, str(new)))
            return choice
        if isinstance(value, bool):
            switch = Switch(name=tr(setting.title))
            switch.setChecked(value)
            switch.toggled.connect(lambda on: self._keep(setting, bool(on)))
            return switch
        if isinstance(value, int):
            most = setting.most if setting.most is not None else 1_000_000
            number = Number(value, setting.least or 0, most)
            number.done.connect(lambda new: self._keep(setting, int(new)))
            return number
        field = Field(str(value), self._settings.approver)
        field.done.connect(lambda new: self._keep(setting, str(new)))
        return field


def open_preferences(
    window: QWidget, settings: Settings, changed: Callable[[str], None]
) -> Dialog:
    """Show the preferences; `changed(name)` is called for every change, at once."""
    dialog = Dialog(
        window,
        tr("Preferences"),
        buttons=[("close", tr("Close"), "secondary")],
        width=520,
    )
    form = PreferencesForm(settings, changed)
    scroll = Scroll("raised")
    scroll.setFixedHeight(420)
    groups: dict[str, list[Setting]] = {}
    for setting in SETTINGS:
        groups.setdefault(setting.group, []).append(setting)
    for group, rows in groups.items():
        head = Label(tr(group), "label_strong")
        head.setContentsMargins(0, 12, 0, 0)
        scroll.body.addWidget(head)
        for setting in rows:
            scroll.body.addWidget(form.row(setting))
            text = tr(setting.description)
            note = Label(text, "caption", "text.tertiary", wrap=True)
            note.setContentsMargins(_LABEL_WIDTH, 0, 12, 6)
            scroll.body.addWidget(note)
    scroll.body.addStretch(1)
    dialog.content.addWidget(scroll)
    dialog.open()
    return dialog
