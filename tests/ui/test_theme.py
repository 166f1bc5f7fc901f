from __future__ import annotations

import re
from pathlib import Path

import pytest
from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QImage, QPainter
from PySide6.QtWidgets import QApplication, QLabel

from studio.ui.actions import ROWS
from studio.ui.theme import (
    EVERYONE_LOOK,
    icon,
    paint_icon,
    paint_persona_mark,
    persona_colour,
    theme,
)
from studio.ui.theme.tokens import colours, tokens


@pytest.fixture(autouse=True)
def light(qapp: QApplication):
    theme().set_mode("light")
    yield
    theme().set_mode("light")


def test_that_forcing_dark_changes_colours_palette_and_says_so(qtbot):
    with qtbot.waitSignal(theme().changed):
        theme().set_mode("dark")
    assert theme().dark
    assert theme().hex("surface.panel") == "#1B1B1F"
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    assert app.palette().window().color().name() == "#1b1b1f"
    assert "#1B1B1F" in app.styleSheet()


def test_that_a_label_takes_the_ink_of_the_new_theme(qtbot):
    label = QLabel("x")
    label.setProperty("ink", "text.link")
    qtbot.addWidget(label)
    label.show()
    theme().set_mode("dark")
    label.ensurePolished()
    assert label.palette().windowText().color().name() == "#a3b6ff"


def test_that_both_modes_have_the_same_roles():
    assert set(colours("light")) == set(colours("dark"))


def test_that_the_scrim_keeps_its_transparency():
    assert theme().colour("surface.scrim").alpha() == 0x66
    assert theme().colour("surface.scrim").name() == "#18181b"


def test_that_fonts_have_the_pixels_of_the_scale_and_tabular_figures():
    for name, scale in tokens()["typography"]["scale"].items():
        font = theme().font(name)
        assert font.pixelSize() == scale["px"]
        assert font.featureValue(QFont.Tag("tnum")) == 1


def test_that_an_icon_is_drawn_in_the_colour_of_its_role():
    image = drawn(lambda p: paint_icon(p, QRect(0, 0, 16, 16), "check", "danger.fill"))
    assert QColor("#C2302A").rgb() in near(image)


def test_that_an_icon_follows_the_theme_at_paint_time():
    made = icon("check", "text.primary")
    light = made.pixmap(16, 16).toImage()
    theme().set_mode("dark")
    assert made.pixmap(16, 16).toImage() != light


def test_that_every_persona_has_its_own_colour_and_shape():
    marks = [
        drawn(lambda p, look=look: paint_persona_mark(p, QRectF(0, 0, 16, 16), look))
        for look in range(EVERYONE_LOOK, 8)
    ]
    assert all(a != b for i, a in enumerate(marks) for b in marks[:i])
    assert persona_colour(0).name() == "#22766f"
    assert persona_colour(8) == persona_colour(0)


def test_that_every_icon_named_in_the_window_ships(repository: Path):
    folder = repository / "resources" / "icons"
    known = {path.stem for path in folder.glob("*.svg")}
    named = {row.icon for row in ROWS if row.icon}
    pattern = re.compile(
        r"(?:paint_icon\([^)]*?|IconLabel\(|IconButton\()\"([a-z0-9-]+)\""
    )
    for path in (repository / "studio" / "ui").rglob("*.py"):
        named |= set(pattern.findall(path.read_text("utf-8")))
    assert named - known == set()
    assert (folder / "LICENSE").is_file()


def drawn(paint) -> QImage:
    image = QImage(16, 16, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    paint(painter)
    painter.end()
    return image


def near(image: QImage) -> set[int]:
    return {image.pixel(x, y) for x in range(16) for y in range(16)}
