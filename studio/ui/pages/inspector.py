"""The right panel: Block, Page, Layout, History."""

from __future__ import annotations

from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from studio.ui.language import tr
from studio.ui.pages.block_tab import BlockTab
from studio.ui.pages.history_tab import HistoryTab
from studio.ui.pages.layout_tab import LayoutTab
from studio.ui.pages.page_tab import PageTab
from studio.ui.pages.thumbnails import Thumbnails
from studio.ui.widgets.label import set_surface
from studio.ui.widgets.tabs import Tabs


class Inspector(QWidget):
    """Tabs over three panels."""

    def __init__(self, thumbnails: Thumbnails) -> None:
        super().__init__()
        set_surface(self, "panel")
        self.tabs = Tabs(
            [
                ("block", tr("Block")),
                ("page", tr("Page")),
                ("layout", tr("Layout")),
                ("history", tr("History")),
            ]
        )
        self.block = BlockTab(thumbnails)
        self.page = PageTab()
        self.layout_tab = LayoutTab()
        self.history = HistoryTab()
        self._stack = QStackedWidget()
        self._panels = {
            "block": self.block,
            "page": self.page,
            "layout": self.layout_tab,
            "history": self.history,
        }
        for panel in self._panels.values():
            self._stack.addWidget(panel)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.tabs)
        column.addWidget(self._stack, 1)
        self.tabs.changed.connect(self.show_tab)

    def show_tab(self, key: str) -> None:
        """Bring a tab to the front."""
        self.tabs.set_value(key)
        self._stack.setCurrentWidget(self._panels[key])
