"""The preview: the one widget of this package."""

from __future__ import annotations

from typing import Literal

import msgspec
from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWebEngineCore import QWebEnginePage, QWebEngineScript
from PySide6.QtWebEngineWidgets import QWebEngineView
from PySide6.QtWidgets import QVBoxLayout, QWidget

from studio.web.bridge import Bridge
from studio.web.messages import (
    FromOverlay,
    Ready,
    Select,
    Selected,
    Setup,
    Theme,
    ToOverlay,
)
from studio.web.overlay import overlay_script
from studio.web.policy import PageHost, ShownPage
from studio.web.scheme import page_url, register_scheme
from studio.web.source import PageSource, View

PageTheme = Literal["light", "dark", "auto"]
SMALLEST_SCALE = 0.25
"""Chromium zooms out no further."""


class PageView(QWidget):
    """Shows one document of a page source at a scale, with the editing overlay.

    `received` gives every message of the overlay but `Ready`; `loaded` whether a
    document came up; `crashed` that the renderer process ended, with the reason.
    The view keeps what the overlay was told and tells it again after each load.
    """

    received = Signal(object)
    refused = Signal(str)
    loaded = Signal(bool)
    ready = Signal()
    crashed = Signal(str)

    def __init__(self, source: PageSource, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        register_scheme()
        # children go in this order, and a page must go before its profile
        self._web = QWebEngineView(self)
        self.host = PageHost(source, self)
        self.page = ShownPage(self.host, self._web)
        self.bridge = Bridge(self)
        self.page.setWebChannel(
            self.bridge.channel, QWebEngineScript.ScriptWorldId.ApplicationWorld
        )
        self.page.scripts().insert(overlay_script())
        self._web.setPage(self.page)
        self._web.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self._web.setAcceptDrops(False)
        self.setFocusProxy(self._web)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self._web)
        self.view: View | None = None
        self._ready = False
        self._setup: Setup | None = None
        self._theme = Theme("auto")
        self._select = Select("")
        self._scroll: tuple[View | None, float] = (None, 0.0)
        self.bridge.received.connect(self._on_received)
        self.bridge.refused.connect(self.refused)
        self.page.loadFinished.connect(self.loaded)
        self.page.renderProcessTerminated.connect(self._on_terminated)

    def sizeHint(self) -> QSize:
        """Take what the frame gives."""
        return QSize(0, 0)

    @property
    def is_ready(self) -> bool:
        """Whether the overlay of the shown document has started."""
        return self._ready

    def show_view(self, view: View) -> None:
        """Load a document; the place it is scrolled to stays when it is the same."""
        if view == self.view:
            shown = self.page.scrollPosition().y() / self.page.zoomFactor()
            self._scroll = (view, shown)
        self.view = view
        self._ready = False
        url = page_url(
            view.page_id,
            view.surface,
            language=view.language,
            editing="1" if view.editing else "0",
        )
        self.page.load(url)

    def reload(self) -> None:
        """Load the shown document again, also after a crash."""
        if self.view is not None:
            self.show_view(self.view)

    def set_scale(self, scale: float) -> None:
        """Zoom so that a page pixel takes `scale` pixels of the screen."""
        scale = max(SMALLEST_SCALE, scale)
        self.page.setZoomFactor(scale)
        if self._setup is not None and self._setup.scale != scale:
            self.set_up(msgspec.structs.replace(self._setup, scale=scale))

    def set_up(self, setup: Setup) -> None:
        """Name the blocks to the overlay and say how it looks."""
        self._setup = msgspec.structs.replace(setup, scale=self.page.zoomFactor())
        self._tell_if_ready(self._setup)

    def set_theme(self, theme: PageTheme) -> None:
        """Show the page light, dark or as the system."""
        self._theme = Theme(theme)
        self._tell_if_ready(self._theme)

    def select(
        self, block_id: str, slot: int | None = None, *, scroll: bool = False
    ) -> None:
        """Mark a block and perhaps a slot as selected; scroll there when asked."""
        self._select = Select(block_id, slot, scroll)
        self._tell_if_ready(self._select)

    def tell(self, message: ToOverlay) -> None:
        """Send any other message, unless the overlay has not started."""
        self._tell_if_ready(message)

    def _tell_if_ready(self, message: ToOverlay) -> None:
        if self._ready:
            self.bridge.tell(message)

    def _on_received(self, message: FromOverlay) -> None:
        if isinstance(message, Ready):
            self._on_ready()
            return
        if isinstance(message, Selected):
            self._select = Select(message.block_id, message.slot)
        self.received.emit(message)

    def _on_ready(self) -> None:
        self._ready = True
        if self._setup is not None:
            self.bridge.tell(self._setup)
        self.bridge.tell(self._theme)
        self.bridge.tell(msgspec.structs.replace(self._select, scroll=False))
        view, y = self._scroll
        if view == self.view and y:
            self._scroll_to(y)
        self._scroll = (None, 0.0)
        self.ready.emit()

    def _scroll_to(self, y: float) -> None:
        self.page.runJavaScript(
            f"scrollTo(0, {y:.0f})", QWebEngineScript.ScriptWorldId.ApplicationWorld
        )

    def _on_terminated(
        self, status: QWebEnginePage.RenderProcessTerminationStatus, code: int
    ) -> None:
        self._ready = False
        normal = QWebEnginePage.RenderProcessTerminationStatus.NormalTerminationStatus
        if status != normal:
            self.crashed.emit(f"{status.name}, code {code}")
