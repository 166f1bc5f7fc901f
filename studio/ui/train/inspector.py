"""The inspector of the Train step: this run, and the settings of the next."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from studio.ui.language import tr
from studio.ui.train.run_tab import RunTab
from studio.ui.train.settings_tab import SettingsTab
from studio.ui.train.watched import Watched
from studio.ui.train.words import MODELS, Model
from studio.ui.widgets import Scroll, Tabs, set_surface

WIDTHS = (300, 264, 400)


class Inspector(QWidget):
    """Signals: settings_changed(model, values); turned() to another tab or model."""

    settings_changed = Signal(str, object)
    turned = Signal()

    def __init__(self) -> None:
        super().__init__()
        set_surface(self, "panel")
        self.tabs = Tabs((("run", tr("This run")), ("settings", tr("Settings"))))
        self.run = RunTab()
        self.settings: dict[Model, SettingsTab] = {}
        scroll = Scroll()
        scroll.body.addWidget(self.run)
        self._pages = QStackedWidget()
        self._pages.addWidget(scroll)
        for model in MODELS:
            self.settings[model] = self._make(model)
        self._model: Model = "taste"
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.tabs)
        column.addWidget(self._pages, 1)
        self.tabs.changed.connect(lambda _: self._turn())

    def _make(self, model: Model) -> SettingsTab:
        tab = SettingsTab(model)
        tab.changed.connect(lambda values: self.settings_changed.emit(model, values))
        self._pages.addWidget(tab)
        return tab

    def show_run(self, watched: Watched) -> None:
        """Show a run, and the settings of its model."""
        self.run.show_run(watched)
        self._model = watched.model
        self._turn()

    def values(self, model: Model) -> dict[str, Any]:
        """The settings of a model as fields of its job."""
        return self.settings[model].values()

    def show_run_tab(self) -> None:
        """Turn to the run."""
        self.tabs.set_value("run")
        self._turn()

    def _turn(self) -> None:
        run = self.tabs.value() == "run"
        page = 0 if run else 1 + MODELS.index(self._model)
        if page != self._pages.currentIndex():
            self._pages.setCurrentIndex(page)
            self.turned.emit()
