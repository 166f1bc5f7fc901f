"""What is said when a job ends: a toast, and the system's notification."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication, QSystemTrayIcon, QWidget

from studio.domain.jobs import Cancelled, Ending, Failed, Finished
from studio.ui.formats import clock
from studio.ui.jobs import JobHandle
from studio.ui.language import tr
from studio.ui.logo import app_icon
from studio.ui.said import told
from studio.ui.widgets import Toast


def ending_toast(handle: JobHandle, ending: Ending) -> Toast:
    """One toast for the end of a job."""
    title = handle.title
    match ending:
        case Finished():
            words = tr("Done in {time}", time=clock(handle.elapsed))
            return Toast(tr("{job} is done", job=title), words)
        case Cancelled(kept):
            if kept:
                return Toast(tr("{job} was stopped", job=title), tr(kept), "info")
            return Toast(tr("{job} was cancelled", job=title), kind="info")
        case Failed(message, hint):
            return Toast(tr("{job} failed", job=title), told(message, hint), "danger")


class Notifier:
    """Tells the system when the window is not in front."""

    def __init__(self, window: QWidget) -> None:
        self._window = window
        self._tray: QSystemTrayIcon | None = None

    def tell(self, toast: Toast) -> None:
        """Say it outside of the window, if that is not in front."""
        if self._window.isActiveWindow():
            return
        QApplication.alert(self._window)
        if not QSystemTrayIcon.isSystemTrayAvailable():
            return
        if self._tray is None:
            self._tray = QSystemTrayIcon(app_icon(), self._window)
        self._tray.show()
        self._tray.showMessage(toast.title, toast.text, app_icon())
