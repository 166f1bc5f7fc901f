"""The pages of a project as the source of the preview."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

from studio.domain.catalogue import Catalogue
from studio.domain.page import Block, Page
from studio.domain.shipped import resource
from studio.domain.shop import Shop
from studio.pipeline.render.options import RenderOptions
from studio.pipeline.render.page import render, render_block
from studio.services.checks import local_today
from studio.store.project import Project
from studio.web.source import View

PICTURE_URL = "/pictures/{id}"


class ProjectPages:
    """Renders pages of an open project when they are asked for.

    Catalogue and shop are read once: call `forget` when they have changed.
    """

    def __init__(
        self, project: Project, today: Callable[[], date] = local_today
    ) -> None:
        self._project = project
        self._today = today
        self._facts: tuple[Catalogue, Shop] | None = None

    def forget(self) -> None:
        """Read catalogue and shop again for the next document."""
        self._facts = None

    def _known(self) -> tuple[Catalogue, Shop]:
        if self._facts is None:
            self._facts = self._project.catalogue(), self._project.shop()
        return self._facts

    def document(self, view: View) -> str | None:
        """The whole HTML document of a page's surface; None for an unknown page."""
        page = self._page(view.page_id)
        return None if page is None else self.document_of(page, view)

    def document_of(self, page: Page, view: View) -> str:
        """The document of a page as it is given, saved or not."""
        catalogue, shop = self._known()
        return render(page, catalogue, shop, self._options(view)).html

    def block(self, page: Page, block: Block, view: View) -> str:
        """The HTML of one block of a page."""
        catalogue, shop = self._known()
        html = render_block(page, block, catalogue, shop, self._options(view))
        return str(html)  # plain, not markup: it goes to the overlay as JSON

    def style(self, name: str) -> str | None:
        """A stylesheet of the pages by its file name."""
        path = resource("pages", name)
        plain = Path(name).name == name
        return path.read_text(encoding="utf-8") if plain and path.is_file() else None

    def picture(self, product_id: str) -> Path | None:
        """The file of a product's picture."""
        return self._project.picture(product_id)

    def asset(self, name: str) -> Path | None:
        """Nothing: pages show no other files."""
        del name
        return None

    @property
    def folders(self) -> tuple[Path, ...]:
        """The folder of the project's pictures."""
        return (self._project.pictures_folder,)

    def _page(self, page_id: str) -> Page | None:
        known = {row.page_id for row in self._project.pages.rows()}
        return self._project.pages.page(page_id) if page_id in known else None

    def _options(self, view: View) -> RenderOptions:
        return RenderOptions(
            today=self._today(),
            language=view.language,
            surface=view.surface,
            purpose="preview" if view.editing else "snapshot",
            picture_url=PICTURE_URL,
        )
