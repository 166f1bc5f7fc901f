"""A real window off screen, with the loop that its coroutines need."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import qasync
from PySide6.QtWidgets import QApplication

from studio.domain.shipped import sample_shop
from studio.ui.context import Context
from studio.ui.language import use_language
from studio.ui.main_window import MainWindow
from studio.ui.settings import Settings
from studio.ui.step import Step
from studio.ui.steps import StepEntry, lazy
from studio.ui.theme import theme

Until = Callable[[Callable[[], object]], None]


class PlainStep(Step):
    """A step that does nothing."""


@pytest.fixture(autouse=True)
def collected_here() -> Iterator[None]:
    """Widgets are destroyed on the window's thread, as in the application."""
    gc.disable()
    yield
    gc.collect()
    gc.enable()


@pytest.fixture
def loop(qapp: QApplication) -> Iterator[qasync.QEventLoop]:
    """The asyncio loop over Qt's."""
    qapp.setQuitOnLastWindowClosed(False)
    made = qasync.QEventLoop(qapp, already_running=False)
    asyncio.set_event_loop(made)
    yield made
    made.close()
    asyncio.set_event_loop(None)


@pytest.fixture
def until(loop: qasync.QEventLoop) -> Until:
    """Runs the loop until something is so; fails after 90 s."""

    async def watch(condition: Callable[[], object]) -> None:
        while not condition():
            await asyncio.sleep(0.01)

    def run(condition: Callable[[], object]) -> None:
        loop.run_until_complete(asyncio.wait_for(watch(condition), 90))

    return run


@pytest.fixture
def context(qapp: QApplication) -> Iterator[Context]:
    """What steps are given, in English and light colours."""
    use_language("en")
    theme().set_mode("light")
    made = Context(theme(), Settings.of_person())
    yield made
    made.jobs.close()


@pytest.fixture
def entries() -> list[StepEntry]:
    """The Data step, and plain ones in place of the others."""
    others = [
        StepEntry("train", "Train", "chart-spline", PlainStep),
        StepEntry("audience", "Audience", "users", PlainStep),
        StepEntry("pages", "Pages", "layout-template", PlainStep),
        StepEntry("publish", "Publish", "package-check", PlainStep),
    ]
    data = lazy("studio.ui.data.step", "DataStep")
    return [StepEntry("data", "Data", "database", data), *others]


@pytest.fixture
def window(
    loop: qasync.QEventLoop, context: Context, entries: list[StepEntry]
) -> Iterator[MainWindow]:
    """The window as it starts, without a project."""
    made = MainWindow(context, entries, make_ahead=False)
    made.resize(1440, 900)
    made.show()
    yield made
    made.actions_of_window.leaving = True
    made.close()
    made.deleteLater()


@pytest.fixture
def project_window(window: MainWindow, tmp_path: Path) -> MainWindow:
    """The window with a new project open."""
    assert window.projects.create(tmp_path / "shop", "Fjord & Fern")
    return window


@pytest.fixture
def sample_files() -> list[Path]:
    """Four files of the sample shop."""
    names = (
        "user_behavior.csv",
        "user_preference.csv",
        "products.csv",
        "segments.csv",
    )
    return [sample_shop(name) for name in names]
