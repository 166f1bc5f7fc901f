"""A small shop with pages for two personas, shown in the Pages step."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from studio.domain.layout import Attributes
from studio.domain.page import Block, Page, Reason, Scene, Slot
from studio.domain.review import with_marks
from studio.domain.shop import Fact, Shop
from studio.domain.words import Words
from studio.services.imports import ImportService
from studio.services.session import Session
from studio.store.project import Project
from studio.ui.context import Context
from studio.ui.pages.step import PagesStep
from studio.ui.widgets.toast import Toast
from studio.web.scheme import prepare_engine, register_scheme
from studio.web.view import PageView
from studio.worker import import_files

prepare_engine()
register_scheme()

NO_GL = ("^QRhiGles2", "^Failed to create RHI", "^GPUInfo not initialized")
NAMES = ("Tent", "Lamp", "Kettle", "Mug", "Rope", "Stove", "Hat", "Boots")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let the engine's warnings about missing GL pass in this folder."""
    for item in items:
        if item.path.is_relative_to(Path(__file__).parent):
            item.add_marker(pytest.mark.qt_log_ignore(*NO_GL, extend=True))


@pytest.fixture(autouse=True)
def no_keyring(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")


class Quiet:
    """A report that nobody listens to."""

    def progress(
        self, step: int, total: int, label: str = "", seconds_left: float | None = None
    ) -> None:
        """Say nothing."""

    def send(self, event: object) -> None:
        """Say nothing."""


def _slot(n: int, score: float) -> Slot:
    why = (Reason(Words("Taste of the persona", "人群偏好"), score),)
    return Slot(f"p{n}", score=score, why=why)


def a_page(page_id: str, persona: str, candidate: int = 0) -> Page:
    """Five blocks, eight products, two in reserve."""
    grid = Attributes(columns=4, rows=1, columns_mobile=2, align="left")
    return Page(
        id=page_id,
        persona_id=persona,
        scenario="recommendation",
        candidate=candidate,
        recall=0.2 + candidate / 100,
        recall_bestsellers=0.13,
        blocks=(
            Block(
                "b1",
                "announcement-bar",
                Attributes(tone="dark"),
                copy={
                    "text": Words("Free delivery over € 60 this week", "满 60 欧元包邮")
                },
            ),
            Block(
                "b2",
                "hero-banner",
                Attributes(height="medium", align="left", full_width=True),
                (Slot("p8"),),
                {
                    "title": Words("Pack light and stay longer", "轻装出发，多住几晚"),
                    "lede": Words(
                        "Everything for two nights out, and nothing that stays home."
                    ),
                    "button": Words("See the tents"),
                },
                scene=Scene("ridge", "sage"),
            ),
            Block(
                "b3",
                "product-grid",
                grid,
                tuple(_slot(n, 0.9 - n / 10) for n in range(4)),
                {"title": Words("Ready for the first frost", "迎接初霜")},
            ),
            Block(
                "b4",
                "recommended-products",
                grid,
                tuple(_slot(n, 0.9 - n / 10) for n in range(4, 8)),
                {"title": Words("Chosen for long evenings", "为长夜挑选")},
            ),
            Block(
                "b5",
                "newsletter",
                copy={
                    "title": Words("A letter a month", "每月一封信"),
                    "text": Words("What is new, what is repaired and where we walked."),
                    "button": Words("Subscribe"),
                },
            ),
        ),
        copy={"title": Words("Pack light and stay longer", "轻装出发，多住几晚")},
        reserve=(_slot(9, 0.3), _slot(10, 0.2)),
    )


@pytest.fixture(scope="session")
def shop_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Products, imported once; tests work on copies."""
    folder = tmp_path_factory.mktemp("made")
    products = folder / "products.csv"
    with products.open("w", newline="", encoding="utf-8") as out:
        rows = csv.writer(out)
        rows.writerow(["product_id", "title", "category", "brand", "price", "stock"])
        for n in range(14):
            name = f"{NAMES[n % 8]} number {n}"
            brand = f"Maker {n % 3}"
            rows.writerow([f"p{n}", name, "Outdoor > Camp", brand, str(10 + n), "20"])
    shop = folder / "shop"
    with Project.create(shop, "Fjord & Fern") as made:
        job = ImportService(made).job(ImportService(made).inspect([products]))
    import_files.run(job, Quiet())
    with Project.open(shop) as opened:
        promise = Fact(
            "truck", Words("Two days", "两天"), Words("To your door", "到门")
        )
        opened.save_shop(
            Shop(name="Fjord & Fern", languages=("en", "zh"), facts=(promise,) * 3)
        )
        catalogue = opened.catalogue()
        ids = opened.pages.new_ids(3)
        assert ids == ("pg-0001", "pg-0002", "pg-0003")
        places = (("all", 0), ("all", 1), ("hikers", 0))
        for page_id, (persona, candidate) in zip(ids, places, strict=True):
            page = a_page(page_id, persona, candidate)
            opened.pages.save(with_marks(page, catalogue, renew=True))
    return shop


@pytest.fixture
def session(shop_folder: Path, tmp_path: Path) -> Iterator[Session]:
    folder = tmp_path / "shop"
    shutil.copytree(shop_folder, folder)
    with Session.open(folder) as opened:
        yield opened


@pytest.fixture
def toasts() -> list[Toast]:
    return []


@pytest.fixture
def step(
    qtbot: QtBot, context: Context, session: Session, toasts: list[Toast]
) -> Iterator[PagesStep]:
    """The step with the first page open and its preview ready."""
    shown = PagesStep(context)
    shown.toast_wanted.connect(toasts.append)
    shown.resize(1364, 824)
    shown.show()
    qtbot.waitExposed(shown)
    shown.set_session(session)
    view = shown.preview.canvas.view
    assert view is not None
    qtbot.waitUntil(lambda: view.is_ready, timeout=60_000)
    wait_for_frame(qtbot, view)
    yield shown
    gone: list[int] = []
    view.host.destroyed.connect(lambda: gone.append(1))
    shown.set_session(None)
    shown.close()
    shown.deleteLater()
    qtbot.waitUntil(lambda: bool(gone))


def wait_for_frame(qtbot: QtBot, view: PageView) -> None:
    """The engine hears no mouse before it has drawn."""
    frames = (
        "requestAnimationFrame(() => requestAnimationFrame(() => window.drawn = 1))"
    )
    view.page.runJavaScript(frames, 1)
    drawn: list[object] = []

    def has_drawn() -> bool:
        view.page.runJavaScript("window.drawn || 0", 1, drawn.append)
        return 1 in drawn

    qtbot.waitUntil(has_drawn)


@pytest.fixture
def script(qtbot: QtBot, step: PagesStep) -> Callable[[str], object]:
    """Runs a script beside the overlay in the preview."""

    def run(code: str) -> object:
        view = step.preview.canvas.view
        assert view is not None
        got: list[object] = []
        view.page.runJavaScript(code, 1, got.append)
        qtbot.waitUntil(lambda: bool(got))
        return got[0]

    return run


class Mouse:
    """Real mouse events on the preview."""

    def __init__(self, step: PagesStep, script: Callable[[str], object]) -> None:
        self._step, self._script = step, script

    @property
    def target(self) -> QWidget:
        """The widget that the engine draws and hears in."""
        view = self._step.preview.canvas.view
        assert view is not None
        web = view.focusProxy()
        assert web is not None
        return web.focusProxy() or web

    def at(self, selector: str, down: float = 0.5) -> QPoint:
        """A point in an element, in pixels of the view."""
        box = self._script(
            f"(() => {{ const b = document.querySelector({selector!r})"
            ".getBoundingClientRect();"
            " return [b.left, b.top, b.width, b.height].join(); })()"
        )
        left, top, width, height = (float(v) for v in str(box).split(","))
        view = self._step.preview.canvas.view
        assert view is not None
        k = view.page.zoomFactor()
        return QPoint(round((left + width / 2) * k), round((top + height * down) * k))

    def click(self, selector: str, down: float = 0.5) -> None:
        """Press and let go."""
        at = self.at(selector, down)
        QTest.mouseClick(self.target, Qt.MouseButton.LeftButton, pos=at)

    def drag(self, start: QPoint, end: QPoint) -> None:
        """Press, move in steps, let go."""
        QTest.mousePress(self.target, Qt.MouseButton.LeftButton, pos=start)
        for step in range(1, 9):
            QTest.mouseMove(self.target, start + (end - start) * step / 8)
            QApplication.processEvents()
        QTest.mouseRelease(self.target, Qt.MouseButton.LeftButton, pos=end)


@pytest.fixture
def mouse(step: PagesStep, script: Callable[[str], object]) -> Mouse:
    return Mouse(step, script)
