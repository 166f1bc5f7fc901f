"""Puts the window together: the only module that sees every layer."""

from __future__ import annotations

import logging
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from types import TracebackType

import qasync
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from studio.services.log import log_to_file
from studio.ui.context import Context
from studio.ui.language import mark, use_language
from studio.ui.main_window import MainWindow
from studio.ui.settings import Settings
from studio.ui.steps import StepEntry, lazy
from studio.ui.tasks import toast_of
from studio.ui.theme import theme
from studio.web.scheme import prepare_engine

SAY_WHEN_SHOWN = "VITRINE_SAY_WHEN_SHOWN"
"""Set by the start-up benchmark: print a line when the window has been painted."""

_log = logging.getLogger(__name__)


def step_entries() -> tuple[StepEntry, ...]:
    """The steps down the rail, and the shop page that the project menu opens."""
    ui = "studio.ui"
    return (
        StepEntry(
            "data", mark("Data"), "database", lazy(f"{ui}.data.step", "DataStep")
        ),
        StepEntry(
            "train",
            mark("Train"),
            "chart-spline",
            lazy(f"{ui}.train.step", "TrainStep"),
        ),
        StepEntry(
            "audience",
            mark("Audience"),
            "users",
            lazy(f"{ui}.audience.step", "AudienceStep"),
        ),
        StepEntry(
            "pages",
            mark("Pages"),
            "layout-template",
            lazy(f"{ui}.pages.step", "PagesStep"),
        ),
        StepEntry(
            "publish",
            mark("Publish"),
            "package-check",
            lazy(f"{ui}.publish.step", "PublishStep"),
        ),
        StepEntry(
            "shop",
            mark("Shop facts"),
            "store",
            lazy(f"{ui}.shop.step", "ShopStep"),
            on_rail=False,
        ),
    )


def make_application() -> QApplication:
    """The Qt application with its name, before any window."""
    prepare_engine()
    application = QApplication(sys.argv[:1])
    application.setApplicationName("Vitrine")
    application.setApplicationDisplayName("Vitrine")
    application.setDesktopFileName("vitrine")
    return application


def make_window(settings: Settings | None = None) -> MainWindow:
    """The main window in the person's language and colours, not shown yet."""
    settings = settings or Settings.of_person()
    use_language(str(settings.get("language")))
    mode = settings.get("theme")
    theme().set_mode(mode if mode in ("light", "dark") else "system")  # type: ignore[arg-type]
    return MainWindow(Context(theme(), settings), step_entries())


def main(project: Path | None, *, sample: bool) -> int:
    """Open the window and stay until it is closed; returns the exit code."""
    log_to_file("window")
    application = make_application()
    loop = qasync.QEventLoop(application)
    window = make_window()
    sys.excepthook = _tell_in(window)
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    if os.environ.get(SAY_WHEN_SHOWN):
        window.shown_first.connect(_say_shown)
    window.shown_first.connect(lambda: _open(window, project, sample=sample))
    window.show()
    with loop:
        loop.run_forever()
    return 0


def _open(window: MainWindow, project: Path | None, *, sample: bool) -> None:
    if project is not None:
        QTimer.singleShot(
            0, lambda: window.projects.open(project.expanduser().absolute())
        )
    elif sample:
        QTimer.singleShot(0, window.projects.sample)


def _say_shown() -> None:
    torch = "torch imported" if "torch" in sys.modules else "torch not imported"
    sys.stdout.write(f"shown, {torch}\n")
    sys.stdout.flush()


def _tell_in(
    window: MainWindow,
) -> Callable[[type[BaseException], BaseException, TracebackType | None], None]:
    """The last resort: what nobody caught is logged and told in a toast."""

    def hook(
        kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        _log.error("Uncaught in the window", exc_info=(kind, error, trace))
        window.show_toast(toast_of(error))

    return hook
