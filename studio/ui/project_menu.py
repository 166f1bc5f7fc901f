"""The menu of the project: new, open, recent, facts, preferences, about."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from PySide6.QtWidgets import QWidget

from studio.ui.actions import key_text, row
from studio.ui.language import tr
from studio.ui.settings import RecentProject
from studio.ui.widgets import Menu

_ROWS = (
    ("project.new", "project.open"),
    ("project.sample",),
    ("shop.facts", "project.folder"),
    ("project.protect", "project.passphrase", "project.unprotect"),
    ("project.close",),
    ("app.preferences", "app.shortcuts", "app.about"),
    ("app.quit",),
)
_MOST = 5


def make_project_menu(
    parent: QWidget,
    handlers: Mapping[str, Callable[[], object]],
    recent: tuple[RecentProject, ...],
    open_recent: Callable[[Path], object],
) -> Menu:
    """The menu; rows that nobody can do now are left out."""
    menu = Menu(parent)
    for at, ids in enumerate(_ROWS):
        known = [id_ for id_ in ids if id_ in handlers]
        if at and known:
            menu.addSeparator()
        for id_ in known:
            each = row(id_)
            action = menu.add(tr(each.text), each.icon, key_text(each.shortcut))
            action.triggered.connect(lambda _=False, id_=id_: handlers[id_]())
        if not at:
            _add_recent(menu, recent, open_recent)
    return menu


def _add_recent(
    menu: Menu,
    recent: tuple[RecentProject, ...],
    open_recent: Callable[[Path], object],
) -> None:
    for project in recent[:_MOST]:
        action = menu.add(project.name, "lock" if project.protected else "folder")
        action.setToolTip(project.path)
        folder = Path(project.path)
        action.triggered.connect(lambda _=False, folder=folder: open_recent(folder))
