"""Takes pictures of whole pages, also where there is no screen."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Literal

import msgspec
import shiboken6
from PySide6.QtCore import (
    QEventLoop,
    QMessageLogContext,
    QObject,
    Qt,
    QTimer,
    QtMsgType,
    Signal,
    Slot,
    qInstallMessageHandler,
)
from PySide6.QtGui import QColor, QImage
from PySide6.QtWebChannel import QWebChannel
from PySide6.QtWidgets import QApplication

from studio.domain.errors import VitrineError
from studio.domain.shipped import resource
from studio.web.scheme import page_url, prepare_engine, register_scheme
from studio.web.source import PageSource, View

TALLEST = 16_000
"""Longer pages are cut: Chromium draws no taller picture."""
FIRST_HEIGHT = 900
PATIENCE_MS = 30_000
GLANCE_MS = 20
_log = logging.getLogger(__name__)
_MAGENTA = QColor("#ff00fe")


class Shot(msgspec.Struct, frozen=True):
    """What to take a picture of; width in page pixels."""

    view: View
    width: int = 1440
    theme: Literal["light", "dark", ""] = ""


class _Shutter(QObject):
    """What the page's shutter script sees."""

    asked = Signal(str, str)
    started = Signal()
    height = Signal(int)

    @Slot()
    def start(self) -> None:
        """The script runs."""
        self.started.emit()

    @Slot(int)
    def measured(self, height: int) -> None:
        """The document is complete and this tall."""
        self.height.emit(height)


class Camera:
    """Takes full-page pictures of a page source, one after another.

    An application must exist. Each picture loads the document, waits for fonts and
    pictures, makes the view as tall as the document and grabs it once the engine has
    really drawn it.
    """

    def __init__(self, source: PageSource) -> None:
        register_scheme()
        from PySide6.QtWebEngineCore import QWebEngineScript  # noqa: PLC0415
        from PySide6.QtWebEngineWidgets import QWebEngineView  # noqa: PLC0415

        from studio.web.overlay import script_of  # noqa: PLC0415
        from studio.web.policy import PageHost, ShownPage  # noqa: PLC0415

        self._view = QWebEngineView()
        self._view.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
        self.host = PageHost(source)
        self._page = ShownPage(self.host, self._view)
        self._shutter = _Shutter(self._page)
        channel = QWebChannel(self._page)
        channel.registerObject("camera", self._shutter)
        world = QWebEngineScript.ScriptWorldId.ApplicationWorld
        self._page.setWebChannel(channel, world)
        text = resource("editor", "shutter.js").read_text(encoding="utf-8")
        self._page.scripts().insert(script_of("shutter", text))
        self._view.setPage(self._page)

    def take(self, shot: Shot) -> QImage:
        """The picture of a page; raises VitrineError when it does not come up."""
        self._view.resize(shot.width, FIRST_HEIGHT)
        self._view.show()
        height = self._load(shot)
        self._view.resize(shot.width, max(1, min(height, TALLEST)))
        picture = self._drawn()
        self._view.hide()
        if picture.width() != shot.width:
            mode = Qt.TransformationMode.SmoothTransformation
            picture = picture.scaledToWidth(shot.width, mode)
        return picture

    def close(self) -> None:
        """Let the engine go: the page before its profile, and both at once."""
        self._view.hide()
        shiboken6.delete(self._view)
        shiboken6.delete(self.host)

    def _load(self, shot: Shot) -> int:
        """Load the document, wait until it is complete and return its height."""
        heights: list[int] = []
        with _waiting() as loop:
            ask = self._shutter.asked
            self._shutter.started.connect(lambda: ask.emit("measure", shot.theme))
            self._shutter.height.connect(heights.append)
            self._shutter.height.connect(lambda _: loop.quit())
            self._page.loadFinished.connect(lambda ok: None if ok else loop.quit())
            self._page.renderProcessTerminated.connect(lambda *_: loop.quit())
            view = shot.view
            self._page.load(
                page_url(
                    view.page_id, view.surface, language=view.language, editing="0"
                )
            )
        self._shutter.started.disconnect()
        self._shutter.height.disconnect()
        self._page.loadFinished.disconnect()
        self._page.renderProcessTerminated.disconnect()
        if not heights:
            raise VitrineError(
                f"The page {shot.view.page_id} ({shot.view.surface}) did not come up.",
                "The log says more.",
            )
        return heights[-1]

    def _drawn(self) -> QImage:
        """The view once the engine has drawn it at its present size."""
        self._shutter.asked.emit("show", _MAGENTA.name())
        self._glance(shows_square=True)
        self._shutter.asked.emit("hide", "")
        return self._glance(shows_square=False)

    def _glance(self, *, shows_square: bool) -> QImage:
        seen = QImage()
        with _waiting() as loop:
            timer = QTimer(interval=GLANCE_MS)

            def look() -> None:
                nonlocal seen
                seen = self._view.grab().toImage()
                corner = seen.pixelColor(1, seen.height() - 2)
                if (corner == _MAGENTA) is shows_square:
                    timer.stop()
                    loop.quit()

            timer.timeout.connect(look)
            timer.start()
        timer.stop()
        return seen


@contextmanager
def at_work(source: PageSource) -> Iterator[Camera]:
    """A camera for many pictures, with an application where there is none."""
    app = headless_application()
    camera = Camera(source)
    try:
        yield camera
    finally:
        camera.close()
        app.processEvents()


def headless_application() -> QApplication:
    """The application there is, or one that needs no screen."""
    app = QApplication.instance()
    if isinstance(app, QApplication):
        return app
    if sys.platform.startswith("linux"):
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    flags = os.environ.get("QTWEBENGINE_CHROMIUM_FLAGS", "")
    os.environ["QTWEBENGINE_CHROMIUM_FLAGS"] = f"{flags} --log-level=3".strip()
    qInstallMessageHandler(_to_log)  # a command line speaks in our own sentences
    prepare_engine()
    app = QApplication([sys.argv[0]])
    app.setQuitOnLastWindowClosed(False)
    app.setProperty("headless", True)
    return app


def _to_log(kind: QtMsgType, context: QMessageLogContext, text: str | None) -> None:
    del context
    grave = kind in (QtMsgType.QtCriticalMsg, QtMsgType.QtFatalMsg)
    _log.log(logging.ERROR if grave else logging.INFO, "Qt: %s", text)


@contextmanager
def _waiting() -> Iterator[QEventLoop]:
    """Set something going that quits the loop; the loop runs when the block ends."""
    loop = QEventLoop()
    patience = QTimer(singleShot=True, interval=PATIENCE_MS)
    patience.timeout.connect(loop.quit)
    patience.start()
    yield loop
    loop.exec()
    patience.stop()
