"""A shop whose texts are hostile, in a real project, behind the real engine."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from studio.domain.layout import Attributes
from studio.domain.page import Block, Page, Slot
from studio.domain.shipped import sample_shop
from studio.domain.shop import Brand, Shop
from studio.domain.words import Words
from studio.services.imports import ImportService
from studio.store.project import Project
from studio.web.messages import BlockFace, FromOverlay, Setup
from studio.web.pages import ProjectPages
from studio.web.scheme import prepare_engine, register_scheme
from studio.web.source import View
from studio.web.view import PageView
from studio.worker import import_files

prepare_engine()
register_scheme()

NO_GL = ("^QRhiGles2", "^Failed to create RHI", "^GPUInfo not initialized")
"""What the engine warns of on a machine without a graphics card."""
PAYLOADS = (
    "<script>document.title='ran'</script>",
    '"><img src=x onerror="document.title=\'ran\'">',
    "<svg onload=document.title='ran'>",
    "{{ 7 * 7 }}{% raw %}</title><script>document.title='ran'</script>",
    "</h3><iframe src=https://evil.example/></iframe>",
    "<style>@import 'https://evil.example/x.css'</style>",
)
LINKS = (
    "javascript:document.title='ran'",
    "https://evil.example/spy",
    "data:text/html,<script>document.title='ran'</script>",
)


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


def _products(path: Path) -> None:
    with path.open("w", newline="", encoding="utf-8") as out:
        rows = csv.writer(out)
        rows.writerow(
            ["product_id", "title", "category", "brand", "price", "link", "image"]
        )
        for n in range(12):
            payload = PAYLOADS[n % len(PAYLOADS)]
            link = LINKS[n % len(LINKS)]
            rows.writerow(
                [
                    f"p{n}",
                    f"{payload} {n}",
                    f"Home > {payload}",
                    payload,
                    str(10 + n),
                    link,
                    f"https://evil.example/{n}.png",
                ]
            )


def hostile_page(page_id: str) -> Page:
    """A page whose copy is as hostile as its products."""
    bad = Words(PAYLOADS[1], PAYLOADS[0])
    slots = tuple(Slot(f"p{n}", copy={"reason": bad}) for n in range(4))
    more = tuple(Slot(f"p{n}") for n in range(4, 8))
    grid = Attributes(columns=4, rows=1)
    return Page(
        id=page_id,
        persona_id="all",
        scenario="recommendation",
        blocks=(
            Block("b1", "announcement-bar", copy={"text": bad}),
            Block(
                "b2",
                "hero-banner",
                slots=(Slot("p8"),),
                copy={"title": bad, "lede": bad, "button": bad},
                links={"button": LINKS[0]},
            ),
            Block(
                "b3",
                "recommended-products",
                grid,
                slots,
                {"title": Words("Chosen for you", "为你挑选"), "link": bad},
                {"link": LINKS[1]},
            ),
            Block(
                "b4", "product-grid", grid, more, {"title": Words("The rest", "其余")}
            ),
            Block("b5", "newsletter", copy={"title": bad, "text": bad, "button": bad}),
        ),
        copy={"title": bad},
        brand=Brand(theme="light"),
    )


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    folder = tmp_path / "shop"
    _products(tmp_path / "products.csv")
    shutil.copy(sample_shop("pictures", "alarm.webp"), tmp_path / "p0.webp")
    with Project.create(folder, "Hostile") as made:
        service = ImportService(made)
        plans = service.inspect([tmp_path / "products.csv"])
        job = service.job(plans, service.pictures_in([tmp_path / "p0.webp"]))
    import_files.run(job, Quiet())
    with Project.open(folder) as opened:
        name = PAYLOADS[0]
        opened.save_shop(Shop(name=name, languages=("en", "zh"), url=LINKS[0]))
        opened.pages.save(hostile_page("pg-1"))
        yield opened


@pytest.fixture
def view(qtbot: QtBot, project: Project) -> Iterator[PageView]:
    """The hostile page in the preview, ready, with the overlay on."""
    shown = PageView(ProjectPages(project))
    shown.resize(800, 900)
    shown.show()
    qtbot.waitExposed(shown)
    faces = {b.id: BlockFace(b.type, "pin") for b in project.pages.page("pg-1").blocks}
    shown.set_scale(0.5)
    shown.set_up(Setup(0.5, False, True, faces, {}, {}))
    with qtbot.waitSignal(shown.ready, timeout=60_000):
        shown.show_view(View("pg-1"))
    frames = (
        "requestAnimationFrame(() => requestAnimationFrame(() => window.drawn = 1))"
    )
    shown.page.runJavaScript(frames, 1)
    drawn: list[object] = []

    def has_drawn() -> bool:  # the engine hears no mouse before its first frame
        shown.page.runJavaScript("window.drawn || 0", 1, drawn.append)
        return 1 in drawn

    qtbot.waitUntil(has_drawn)
    yield shown
    shown.close()
    gone: list[object] = []
    shown.host.destroyed.connect(lambda: gone.append(1))
    shown.deleteLater()
    qtbot.waitUntil(lambda: bool(gone))


@pytest.fixture
def script(qtbot: QtBot, view: PageView) -> Callable[..., object]:
    """Runs a script in the page's own world (0) or the overlay's (1)."""

    def run(code: str, world: int = 1) -> object:
        got: list[object] = []
        view.page.runJavaScript(code, world, got.append)
        qtbot.waitUntil(lambda: bool(got))
        return got[0]

    return run


@pytest.fixture
def heard(view: PageView) -> list[FromOverlay]:
    """What the overlay says."""
    said: list[FromOverlay] = []
    view.received.connect(said.append)
    return said


class Mouse:
    """Real mouse and key events on the preview, at the middle of elements."""

    def __init__(self, view: PageView, script: Callable[..., object]) -> None:
        self.view, self._script = view, script

    @property
    def target(self) -> QWidget:
        """The widget that the engine draws and hears in."""
        web = self.view.focusProxy()
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
        k = self.view.page.zoomFactor()
        return QPoint(round((left + width / 2) * k), round((top + height * down) * k))

    def click(self, selector: str, down: float = 0.5) -> None:
        """Press and let go."""
        self._press(QTest.mouseClick, self.at(selector, down))

    def double_click(self, selector: str) -> None:
        """Twice in a row (QTest leaves too long a pause for the engine)."""
        at, left = QPointF(self.at(selector)), Qt.MouseButton.LeftButton
        far = QPointF(self.target.mapToGlobal(at))
        none = Qt.MouseButton.NoButton
        for kind, held in (
            (QEvent.Type.MouseButtonPress, left),
            (QEvent.Type.MouseButtonRelease, none),
            (QEvent.Type.MouseButtonDblClick, left),
            (QEvent.Type.MouseButtonRelease, none),
        ):
            keys = Qt.KeyboardModifier.NoModifier
            event = QMouseEvent(kind, at, far, left, held, keys)
            event.setTimestamp(1_000)
            QApplication.sendEvent(self.target, event)

    def drag(self, start: QPoint, end: QPoint) -> None:
        """Press, move in steps, let go."""
        QTest.mousePress(self.target, Qt.MouseButton.LeftButton, pos=start)
        for step in range(1, 9):
            QTest.mouseMove(self.target, start + (end - start) * step / 8)
            QApplication.processEvents()
        self._press(QTest.mouseRelease, end)

    def _press(self, what: Callable[..., object], at: QPoint) -> None:
        what(self.target, Qt.MouseButton.LeftButton, pos=at)


@pytest.fixture
def mouse(view: PageView, script: Callable[..., object]) -> Mouse:
    return Mouse(view, script)
