"""Uses the real window as a person would: `drive_window.py PLAN`.

PLAN is a JSON file: `files` to drop, `pictures`, `within` (where the project goes),
`export` (the folder to export to) and `said` (where this program writes what it saw).
It exits with 0 when everything could be done, with 1 and a traceback when not.
Only the file dialogs of the system are answered for the person; all else is clicked,
typed, dropped and dragged.
"""

from __future__ import annotations

import asyncio
import itertools
import json
import os
import sys
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget

from studio import app
from studio.domain.jobs import Finished, Generate, TrainLayout, TrainTaste
from studio.services.session import Session
from studio.ui.audience.step import AudienceStep
from studio.ui.data.step import DataStep
from studio.ui.main_window import MainWindow
from studio.ui.pages.step import PagesStep
from studio.ui.publish.step import PublishStep
from studio.ui.train.step import TrainStep
from studio.ui.train.words import Model
from studio.ui.widgets import Button, Field, Number, Scrim, TextArea
from studio.web.view import PageView

LEFT = Qt.MouseButton.LeftButton
CTRL = Qt.KeyboardModifier.ControlModifier
A_MOMENT_S, A_JOB_S = 60.0, 300.0
"""How long the window and its jobs may take before this program gives up."""
NAME, APPROVER, NOTE = "Fjord & Fern", "Ines", "Read twice on the phone"
EPOCHS, STEPS = 1, 2
W = TypeVar("W", bound=QWidget)
BOXES = """
JSON.stringify([...document.querySelectorAll('[data-block-id]')].map(e => {
  const b = e.getBoundingClientRect();
  return [e.dataset.blockId, b.left, b.top, b.width, b.height];
}))
"""
DRAWN = "requestAnimationFrame(() => requestAnimationFrame(() => window.drawn = 1))"


class Person:
    """Somebody at the window."""

    def __init__(self, window: MainWindow, plan: dict[str, Any]) -> None:
        self.window, self.plan = window, plan
        self.said: dict[str, Any] = {}
        self.endings: list[object] = []
        window.context.jobs.ended.connect(lambda _, e: self.endings.append(e))

    # Waiting ------------------------------------------------------------------

    async def until(
        self, so: Callable[[], object], what: str, seconds: float = A_MOMENT_S
    ) -> None:
        """Wait until something is so; a red toast or the deadline ends it all."""
        deadline = time.monotonic() + seconds
        while not so():
            for card in self.window.toasts.toasts():
                if card.kind == "danger":
                    raise AssertionError(f"{what}: {card.title} {card.text}")
            if time.monotonic() > deadline:
                raise AssertionError(f"{what}: not within {seconds:.0f} s")
            await asyncio.sleep(0.01)

    async def job(self, kind: type[object]) -> None:
        """Wait until a job of a kind has begun and everything has ended well."""
        jobs = self.window.context.jobs
        before = len(self.endings)
        name = kind.__name__
        await self.until(lambda: jobs.of(kind) or len(self.endings) > before, name)
        await self.until(lambda: not jobs.handles, name, A_JOB_S)
        assert all(isinstance(e, Finished) for e in self.endings), self.endings

    async def step(self, key: str) -> None:
        """Click a step on the rail."""
        button = self.window.rail.buttons[key]
        await self.until(button.isEnabled, f"{key} on the rail")
        self.click(button)
        await self.until(lambda: self.window.stage.current_key() == key, key)

    # Hands --------------------------------------------------------------------

    def click(self, widget: QWidget, at: QPoint | None = None) -> None:
        """Click a widget that can be clicked now."""
        assert widget.isVisible(), f"{widget} is not to be seen"
        assert widget.isEnabled(), f"{widget} is off"
        QTest.mouseClick(widget, LEFT, pos=at if at is not None else QPoint())

    def in_dialog(self, kind: type[W], text: str = "") -> W | None:
        """The first widget of a kind (and text) in the dialog that is shown."""
        for scrim in self.window.findChildren(Scrim):
            for widget in scrim.findChildren(kind) if scrim.isVisible() else ():
                said = getattr(widget, "text", str)()
                if widget.isVisible() and (not text or said == text):
                    return widget
        return None

    def dialog(self, kind: type[W], text: str = "") -> W:
        """The same, when it must be there."""
        found = self.in_dialog(kind, text)
        assert found is not None, f"no {kind.__name__} {text!r} in a dialog"
        return found

    def retype(self, field: QWidget, text: str) -> None:
        """Click a field, and type over what stands in it."""
        self.click(field)
        QTest.keyClick(field, Qt.Key.Key_A, CTRL)
        QTest.keyClicks(field, text)

    def drop(self, paths: list[str]) -> None:
        """Carry files over the window and let go."""
        mime = QMimeData()
        mime.setUrls([QUrl.fromLocalFile(path) for path in paths])
        at = self.window.rect().center()
        copy, none = Qt.DropAction.CopyAction, Qt.KeyboardModifier.NoModifier
        enters = QDragEnterEvent(at, copy, mime, LEFT, none)
        QApplication.sendEvent(self.window, enters)
        assert enters.isAccepted(), "the window takes no files"
        drops = QDropEvent(QPointF(at), copy, mime, LEFT, none)
        QApplication.sendEvent(self.window, drops)
        assert drops.isAccepted()

    # The job ------------------------------------------------------------------

    async def work(self) -> None:
        """The whole of it, in the order of the rail."""
        await self.make_project()
        await self.bring_files()
        await self.train()
        await self.look_at_audience()
        await self.make_pages()
        await self.tune()
        await self.approve()
        await self.export()

    @property
    def session(self) -> Session:
        """The project that is open."""
        session = self.window.projects.session
        assert session is not None
        return session

    async def make_project(self) -> None:
        """Through the command palette and the form."""
        await self.until(self.window.isActiveWindow, "active window")
        QTest.keyClick(self.window, Qt.Key.Key_K, CTRL)
        await self.until(lambda: self.in_dialog(QWidget), "command palette")
        focus = self.window.focusWidget()
        assert focus is not None
        QTest.keyClicks(focus, "new project")
        QTest.keyClick(focus, Qt.Key.Key_Return)
        await self.until(lambda: self.in_dialog(Button, "Create"), "new project")
        self.click(self.dialog(Button, "Choose..."))
        self.retype(self.dialog(Field), NAME)
        self.click(self.dialog(Button, "Create"))
        await self.until(lambda: self.window.projects.session, "open project")
        self.said["project"] = str(self.session.folder)

    async def bring_files(self) -> None:
        """One file first, then the others and the pictures; then import."""
        step = self.window.stage.step("data")
        assert isinstance(step, DataStep)
        first, *others = self.plan["files"]
        self.drop([first])
        await self.until(lambda: len(step.read.plans) == 1, "plan of one file")
        self.drop([*others, self.plan["pictures"]])
        await self.until(
            lambda: len(step.read.plans) == 1 + len(others) and not step.read.reading,
            "plans of all files",
        )
        self.said["kinds"] = {plan.name: plan.kind for plan in step.read.plans}
        self.click(self.window.header.main)
        await self.until(step.summary.isVisible, "import", A_JOB_S)
        self.said["figures"] = {
            name: figure.value.text() for name, figure in step.summary.figures.items()
        }

    async def train(self) -> None:
        """Both models, with the least that their settings allow."""
        await self.step("train")
        step = self.window.stage.step("train")
        assert isinstance(step, TrainStep)
        await self.set_training(step, "taste", "epochs", EPOCHS)
        self.click(step.taste.head.train)
        await self.job(TrainTaste)
        await self.set_training(step, "layout", "steps", STEPS)
        self.click(step.layouts.head.train)
        await self.job(TrainLayout)

    async def set_training(
        self, step: TrainStep, model: Model, length: str, value: int
    ) -> None:
        """Choose a model, turn to its settings: quick, and short."""
        models = step.models.models
        row = models.model().index(("taste", "layout").index(model), 0)
        self.click(models.viewport(), models.visualRect(row).center())
        tabs = step.inspector.tabs
        tabs.setFocus()
        QTest.keyClick(tabs, Qt.Key.Key_Right)
        preset = step.inspector.settings[model].controls["preset"]
        await self.until(preset.isVisible, f"settings of {model}")
        preset.setFocus()
        QTest.keyClick(preset, Qt.Key.Key_Up)
        number = step.inspector.settings[model].controls[length]
        assert isinstance(number, Number)
        self.retype(number.lineEdit(), str(value))
        QTest.keyClick(number, Qt.Key.Key_Return)
        chosen = step.inspector.values(model)
        assert (chosen["preset"], chosen[length]) == ("quick", value), chosen

    async def look_at_audience(self) -> None:
        """The map and the personas are there."""
        await self.step("audience")
        step = self.window.stage.step("audience")
        assert isinstance(step, AudienceStep)
        audience = self.session.audience.audience()
        assert audience is not None
        self.said["personas"] = [persona.id for persona in audience.personas]
        await self.until(lambda: not self.window.grab().isNull(), "map")

    async def make_pages(self) -> None:
        """Go to a persona's cell of the matrix and press Generate."""
        await self.step("pages")
        step = self.pages
        persona = self.said["personas"][0]
        cell = step.list.matrix.cell(persona, "recommendation")
        self.click(step.list.matrix, cell.center())
        self.click(step.list.generate)
        await self.job(Generate)
        await self.until(lambda: step.editor.page, "page")
        await self.until(lambda: self.view.is_ready, "preview", A_JOB_S)
        page = step.editor.page
        assert page is not None
        rows = self.session.pages.candidates(persona, "recommendation")
        self.said |= {"page": page.id, "candidates": len(rows)}

    @property
    def pages(self) -> PagesStep:
        """The Pages step."""
        step = self.window.stage.step("pages")
        assert isinstance(step, PagesStep)
        return step

    @property
    def view(self) -> PageView:
        """The preview."""
        view = self.pages.preview.canvas.view
        assert view is not None, "there is no preview"
        return view

    @property
    def glass(self) -> QWidget:
        """The widget that the engine draws and hears in."""
        web = self.view.focusProxy()
        assert web is not None
        return web.focusProxy() or web

    async def script(self, code: str) -> Any:
        """The value of a script beside the overlay: eyes on the page."""
        got: list[Any] = []
        self.view.page.runJavaScript(code, 1, got.append)
        await self.until(lambda: got, "script")
        return got[0]

    async def shown_order(self) -> list[str]:
        """Ids of the blocks from top to bottom, as the preview shows them."""
        return [box[0] for box in json.loads(await self.script(BOXES))]

    def saved_order(self) -> list[str]:
        """The same as the project has it."""
        return [b.id for b in self.session.pages.page(self.said["page"]).blocks]

    async def see_order(self, order: list[str], what: str) -> None:
        """Wait until preview and project both have an order."""
        await self.until(lambda: self.saved_order() == order, f"{what} saved")
        for _ in range(200):
            if await self.shown_order() == order:
                return
            await asyncio.sleep(0.05)
        raise AssertionError(f"{what} is not shown: {await self.shown_order()}")

    async def tune(self) -> None:
        """Drag a block above the one before it; take it back with Ctrl+Z."""
        await self.script(DRAWN)
        while await self.script("window.drawn || 0") != 1:
            await asyncio.sleep(0.05)
        before = self.saved_order()
        assert await self.shown_order() == before
        upper, lower = await self.find_neighbours()
        start, end = await self.grip(lower), await self.grip(upper)
        target = self.glass
        QTest.mousePress(target, LEFT, pos=start)
        for part in range(1, 9):
            QTest.mouseMove(target, start + (end - start) * part / 8)
            await self.script("1")
        QTest.mouseRelease(target, LEFT, pos=end)
        order = list(before)
        order.remove(lower)
        order.insert(before.index(upper), lower)
        await self.see_order(order, "dragged block")
        QTest.keyClick(self.glass, Qt.Key.Key_Z, CTRL)
        await self.see_order(before, "undone drag")
        QTest.keyClick(self.glass, Qt.Key.Key_Y, CTRL)
        await self.see_order(order, "redone drag")
        QTest.keyClick(self.glass, Qt.Key.Key_Z, CTRL)
        await self.see_order(before, "drag undone again")
        self.said |= {"before": before, "dragged": order, "moved": lower}

    async def find_neighbours(self) -> tuple[str, str]:
        """Two blocks, one below the other, whose tops fit into the preview."""
        boxes = json.loads(await self.script(BOXES))
        high = self.glass.height() / self.view.page.zoomFactor()
        pairs = itertools.pairwise(boxes[1:])
        for (upper, _, top, *_), (lower, _, below, _, tall) in pairs:
            if below - top < high - 80 and tall > 60:
                code = f"document.querySelector('[data-block-id={upper}]')"
                await self.script(f"{code}.scrollIntoView(); 1")
                return upper, lower
        raise AssertionError(f"no two blocks to be seen at once: {boxes}")

    async def grip(self, block: str) -> QPoint:
        """A point at the upper left edge of a block, on none of its products."""
        boxes = json.loads(await self.script(BOXES))
        _, left, top, *_ = next(box for box in boxes if box[0] == block)
        k = self.view.page.zoomFactor()
        return QPoint(round((left + 14) * k), round((top + 16) * k))

    async def approve(self) -> None:
        """Press Approve in the header, give name and note."""
        self.click(self.window.header.main)
        await self.until(lambda: self.in_dialog(TextArea), "approval")
        self.retype(self.dialog(Field), APPROVER)
        self.retype(self.dialog(TextArea), NOTE)
        self.click(self.dialog(Button, "Approve"))
        page = self.said["page"]
        await self.until(
            lambda: self.session.pages.row(page).status == "approved", "approved page"
        )

    async def export(self) -> None:
        """Export what is approved, on the Publish step."""
        await self.step("publish")
        assert isinstance(self.window.stage.step("publish"), PublishStep)
        await self.until(
            lambda: self.window.header.main.text() == "Export 1 approved", "export"
        )
        self.click(self.window.header.main)
        toasts = self.window.toasts
        await self.until(
            lambda: any(t.title == "Export finished" for t in toasts.toasts()),
            "exported folder",
            A_JOB_S,
        )


def answer_file_dialogs(plan: dict[str, Any]) -> None:
    """The system's dialogs are not ours: answer them with folders of the plan."""
    answers = {"Folder for the project": plan["within"]}

    def folder(_parent: object, title: str, *_: object) -> str:
        return str(answers.get(title, plan["export"]))

    QFileDialog.getExistingDirectory = folder  # type: ignore[assignment, method-assign]


async def sit_down(window: MainWindow, plan: dict[str, Any]) -> None:
    """Do everything and close the window; say what went wrong and leave if not."""
    person = Person(window, plan)
    try:
        await person.work()
    except BaseException:  # noqa: BLE001  the traceback is the message
        traceback.print_exc()
        window.grab().save(str(Path(plan["said"]).with_suffix(".png")))
        window.context.jobs.close()
        sys.stderr.flush()
        os._exit(1)
    Path(plan["said"]).write_text(json.dumps(person.said), "utf-8")
    window.close()


def main() -> int:
    """Start the application as `vitrine` does, with a person at it."""
    plan = json.loads(Path(sys.argv[1]).read_text("utf-8"))
    answer_file_dialogs(plan)
    make_window, tasks = app.make_window, []

    def window_with_person() -> MainWindow:
        window = make_window()
        window.resize(1440, 900)
        window.shown_first.connect(
            lambda: tasks.append(asyncio.ensure_future(sit_down(window, plan)))
        )
        return window

    app.make_window = window_with_person  # type: ignore[assignment]
    return app.main(None, sample=False)


if __name__ == "__main__":
    sys.exit(main())
