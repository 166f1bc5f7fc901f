"""The shop page: opened from the project menu, saved as it is filled in."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

import msgspec
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from studio.domain.errors import VitrineError
from studio.domain.shop import Shop
from studio.services.shop_facts import ShopFacts, problems_of
from studio.ui.context import Context
from studio.ui.language import language, mark, plural, tr
from studio.ui.shop.editor import SectionEditor
from studio.ui.shop.sections import SECTIONS, SectionSpec
from studio.ui.step import MainAction, Step
from studio.ui.tasks import toast_of
from studio.ui.widgets.heads import PanelHead
from studio.ui.widgets.rows import ListItem, RowList
from studio.ui.widgets.splitter import Splitter
from studio.ui.widgets.toast import Toast

if TYPE_CHECKING:
    from studio.services.session import Session

LIST_WIDTHS = (264, 200, 320)


class ShopStep(Step):
    """Holds the facts of the shop; blocks whose facts are missing are not made."""

    key: ClassVar[str] = "shop"
    title: ClassVar[str] = mark("Shop facts")
    icon: ClassVar[str] = "store"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._shop: dict[str, Any] = {}
        self.sections = RowList(tr("Sections"))
        self.editor = SectionEditor()
        self.splitter = Splitter()
        left = QWidget()
        listed = QVBoxLayout(left)
        listed.setContentsMargins(0, 0, 0, 0)
        listed.setSpacing(0)
        listed.addWidget(
            PanelHead(tr("Shop facts"), 56, tr("Saved as you fill them in"))
        )
        listed.addWidget(self.sections, 1)
        self.splitter.add(left, *LIST_WIDTHS)
        self.splitter.add(self.editor)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.splitter)
        self.sections.chosen.connect(self._show)
        self.editor.changed.connect(self._save)

    def header_line(self) -> str:
        """What these facts are for."""
        return tr("What a page may state about the shop")

    def main_action(self) -> MainAction | None:
        """Load facts from a file."""
        return MainAction(
            tr("Load from a file..."), self._load, enabled=self.session is not None
        )

    def set_session(self, session: Session | None) -> None:
        """Show the facts of another project."""
        super().set_session(session)
        self.refresh()

    def refresh(self) -> None:
        """Read the facts again."""
        if self.session is None:
            return
        facts = ShopFacts(self.session.project)
        self._shop = msgspec.to_builtins(facts.load())
        self._show_sections()
        self._show(self.sections.current())

    def _show_sections(self) -> None:
        at = max(0, self.sections.current())
        self.sections.set_items([self._item(spec) for spec in SECTIONS])
        self.sections.select(at)

    def _item(self, spec: SectionSpec) -> ListItem:
        if not spec.is_list:
            return ListItem(tr(spec.title), "", icon=spec.icon)
        n = len(self._shop.get(spec.path) or [])
        detail = plural(n, "{n} entry", "{n} entries") if n else tr("Nothing yet.")
        return ListItem(tr(spec.title), detail, icon=spec.icon)

    def _show(self, at: int) -> None:
        self.editor.show_section(SECTIONS[at], self._shop)

    def _save(self, shop: dict[str, Any]) -> None:
        """Keep what is complete; say what is missing while an entry is being made."""
        if self.session is None:
            return
        self._shop = shop
        filled = msgspec.convert(shop, Shop)
        problems = problems_of(filled)
        self.editor.show_problem(
            problems[0].sentence.in_(language()) if problems else ""
        )
        self._show_sections()
        if not problems:
            ShopFacts(self.session.project).save(filled)
            self.data_changed.emit()

    def _load(self) -> None:
        path, _ = QFileDialog.getOpenFileName(
            self, tr("Choose a file of shop facts"), "", tr("Shop facts (*.json)")
        )
        if not path or self.session is None:
            return
        facts = ShopFacts(self.session.project)
        try:
            shop = facts.read(Path(path))
            facts.save(shop)
        except VitrineError as error:
            self.toast_wanted.emit(toast_of(error))
            return
        self.refresh()
        self.data_changed.emit()
        self.toast_wanted.emit(Toast(tr("Shop facts loaded"), shop.name))
