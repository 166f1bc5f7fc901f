"""Pictures of a project's pages as PNG files."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import get_args

import msgspec
from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from PySide6.QtGui import QImage

from studio.domain.errors import InputProblem, VitrineError
from studio.domain.page import Page, Surface
from studio.domain.words import LANGUAGES
from studio.store.problems import storage_problems
from studio.store.project import Project
from studio.store.whole import replace_whole
from studio.web.camera import Shot, at_work
from studio.web.pages import ProjectPages
from studio.web.source import View

WIDTHS = (120, 4_000)
_QUICKLY = 75
"""Of Qt's scale from small and slow (0) to large and fast (100) PNG files."""
THEMES = ("auto", "light", "dark")


class SnapshotRequest(msgspec.Struct, frozen=True):
    """A picture that is asked for; width in page pixels.

    An empty `language` means the shop's first, an empty `surface` the page's first.
    """

    page_id: str
    out: Path
    width: int = 1440
    theme: str = "auto"
    language: str = ""
    surface: str = ""


def snapshot(project: Project, request: SnapshotRequest) -> tuple[int, int]:
    """Write a full-page PNG of a page and return its width and height.

    Raises:
        InputProblem: Width, theme, language or surface is not one there is.
        StorageProblem: The file cannot be written.
        VitrineError: The page does not come up.
    """
    return snapshots(project, [request])[0]


def snapshots(
    project: Project, requests: Iterable[SnapshotRequest]
) -> list[tuple[int, int]]:
    """Write many pictures with one engine; makes an application where there is none."""
    sizes: list[tuple[int, int]] = []
    with at_work(ProjectPages(project)) as camera:
        for request in requests:
            picture = camera.take(_shot(project, request))
            save_picture(picture, request.out)
            sizes.append((picture.width(), picture.height()))
    return sizes


def save_picture(picture: QImage, out: Path) -> None:
    """Write a picture as PNG; raises StorageProblem."""
    with storage_problems(out):
        out.parent.mkdir(parents=True, exist_ok=True)
    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    if not picture.save(buffer, "PNG", _QUICKLY):  # type: ignore[call-overload]
        raise VitrineError(f"The picture {out.name} is too large to be drawn.")
    replace_whole(out, bytes(content.data()))


def _shot(project: Project, request: SnapshotRequest) -> Shot:
    least, most = WIDTHS
    if not least <= request.width <= most:
        raise InputProblem(
            f"The width {request.width} is out of bounds.", f"Give {least} to {most}."
        )
    page = project.pages.page(request.page_id)
    language = request.language or project.shop().language
    _check("theme", request.theme, THEMES)
    _check("language", language, LANGUAGES)
    view = View(
        page_id=request.page_id,
        surface=_surface(page, request.surface),
        language=language,  # type: ignore[arg-type] # checked above
        editing=False,
    )
    theme = "" if request.theme == "auto" else request.theme
    return Shot(view, request.width, theme)  # type: ignore[arg-type] # checked above


def _surface(page: Page, asked: str) -> Surface:
    if not asked:
        return page.surfaces[0] if page.surfaces else "web"
    _check("surface", asked, page.surfaces or get_args(Surface))
    return asked  # type: ignore[return-value] # checked above


def _check(what: str, value: str, known: tuple[str, ...]) -> None:
    if value not in known:
        raise InputProblem(
            f"There is no {what} “{value}” of this page.", f"Known: {', '.join(known)}."
        )
