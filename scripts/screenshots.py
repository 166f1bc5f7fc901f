"""Makes the pictures of the READMEs: every step, of a real project.

`make screenshots` runs it. A project is made first (import, a short training, pages),
or an existing one is used: `scripts/screenshots.py PROJECT [OUT [WIDTH HEIGHT]]`.
"""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import qasync
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from studio import app
from studio.ui.main_window import MainWindow
from studio.ui.theme import theme

STEPS = ("data", "train", "audience", "pages", "publish", "shop")
ROOT = Path(__file__).resolve().parent.parent
SETTLE_S = 1.2
"""How long a step may take to lay itself out and draw before it is grabbed."""
PREVIEW_S = 6.0


def make_project(folder: Path) -> Path:
    """The whole job on the sample shop, headless and quick."""
    command = [sys.executable, "-m", "studio", "demo", "--out", str(folder)]
    subprocess.run([*command, "--preset", "quick", "--no-snapshots"], check=True)
    return folder / "project"


async def grab_all(window: MainWindow, out: Path) -> None:
    """Go through the steps in both themes and save what is there."""
    for mode in ("light", "dark"):
        theme().set_mode(mode)
        for step in STEPS:
            window.stage.go(step)
            if step == "pages":
                await show_a_block(window)
            await asyncio.sleep(SETTLE_S)
            path = out / f"{step}-{mode}.png"
            window.grab().save(str(path))
            print(path)
        if mode == "light":
            window.stage.go("pages")
            window.dispatcher.run("app.palette")
            await asyncio.sleep(SETTLE_S)
            window.grab().save(str(out / "palette-light.png"))
            QTest.keyClick(window.focusWidget(), Qt.Key.Key_Escape)


async def show_a_block(window: MainWindow) -> None:
    """Select the first block that sells, as a person would who tunes the page."""
    editor = window.stage.step("pages").editor
    await asyncio.sleep(PREVIEW_S)
    selling = [block for block in editor.page.blocks if block.sells]
    if selling:
        editor.select(selling[0].id, 1)


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        given = sys.argv[1:]
        os.environ["VITRINE_CONFIG_DIR"] = os.environ.get(
            "VITRINE_CONFIG_DIR", f"{folder}/config"
        )
        project = Path(given[0]) if given else make_project(Path(folder) / "demo")
        out = Path(given[1]) if len(given) > 1 else ROOT / "docs" / "screenshots"
        size = (int(given[2]), int(given[3])) if len(given) > 3 else (1440, 900)
        out.mkdir(parents=True, exist_ok=True)
        application = app.make_application()
        loop = qasync.QEventLoop(application)
        window = app.make_window()
        window.resize(*size)
        window.show()
        window.projects.open(project.absolute())
        with loop:
            loop.run_until_complete(grab_all(window, out))
        window.close()
        os._exit(0)  # the web engine may take long to say goodbye


if __name__ == "__main__":
    main()
