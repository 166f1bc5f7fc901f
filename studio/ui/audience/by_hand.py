"""What a person does to personas: split, merge, choose, name, and take it back."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from studio.domain.persona import EVERYONE, Audience, Persona
from studio.services.audience import AudienceService
from studio.ui.audience.choosing import ChooseShoppers
from studio.ui.audience.cloud import Places
from studio.ui.audience.dialogs import MergePersonas
from studio.ui.audience.history import History
from studio.ui.audience.known import name_of
from studio.ui.audience.shown import Shown
from studio.ui.language import plural, tr
from studio.ui.tasks import spawn
from studio.ui.widgets import Menu, Toast


class ByHand:
    """Changes of the audience of a step. Each is saved at once and can be undone."""

    def __init__(self, step: Shown) -> None:
        self._step = step
        self.history = History()

    def handlers(self) -> dict[str, Callable[[], object]]:
        """What can be done now, by the id of its action."""
        persona = self._step.current()
        found: dict[str, Callable[[], object]] = {"audience.choose": self.choose}
        if persona is not None and persona.id != EVERYONE:
            found["audience.split"] = self.split
            if len(self._groups()) > 1:
                found["audience.merge"] = self.merge
        if self.history.can_undo:
            found["edit.undo"] = lambda: self._restore(self.history.back)
        if self.history.can_redo:
            found["edit.redo"] = lambda: self._restore(self.history.forth)
        return found

    def offer(self, below: QWidget) -> None:
        """Open the menu of what can be done to the persona."""
        menu = self.menu(below)
        menu.popup(menu.origin(below.mapToGlobal(below.rect().bottomLeft())))

    def menu(self, parent: QWidget) -> Menu:
        """Split, merge, and a persona of chosen shoppers."""
        menu = Menu(parent)
        can = self.handlers()
        for key, text, icon in (
            ("audience.split", tr("Split by taste"), "columns-3"),
            ("audience.merge", tr("Merge with..."), "layers"),
            ("audience.choose", tr("Choose shoppers..."), "users"),
        ):
            action = menu.add(text, icon)
            action.setEnabled(key in can)
            if key in can:
                action.triggered.connect(lambda _=False, key=key: can[key]())
        return menu

    # Doing --------------------------------------------------------------------

    def split(self) -> None:
        """Part the chosen persona in two."""
        persona = self._step.current()
        if persona is None or persona.id == EVERYONE:
            return
        title = tr("{name} is two personas now", name=name_of(persona))
        self._change(lambda service: service.split(persona.id), lambda _: title)

    def merge(self) -> None:
        """Ask which personas become one with the chosen one."""
        persona = self._step.current()
        if persona is None or self._step.known is None:
            return

        def take(others: list[str], name: str) -> None:
            ids = [persona.id, *others]
            self._change(lambda service: service.merge(ids, name), _made)

        others = [each for each in self._groups() if each.id != persona.id]
        MergePersonas(self._step.window(), persona, others, take).show_dialog()

    def choose(self) -> None:
        """Choose shoppers by their personas and by what they met."""
        if self._step.known is not None:
            ChooseShoppers(self._step, self._step.known).show_dialog()

    def make(self, chosen: Places, name: str) -> None:
        """Make a persona of some shoppers."""
        self._change(lambda service: service.make_persona(chosen, name), _made)

    def rename(self, persona_id: str, name: str) -> None:
        """Give a persona another name; an unusable one is raised and nothing kept."""
        session, known = self._step.session, self._step.known
        if session is None or known is None:
            return
        session.audience.rename(persona_id, name)
        self.history.keep(known.audience)
        self._step.audience_changed(persona_id)

    def _change(
        self,
        change: Callable[[AudienceService], Persona],
        words: Callable[[Persona], str],
    ) -> None:
        spawn(self._changed(change, words), self._step.toast_wanted.emit)

    async def _changed(
        self,
        change: Callable[[AudienceService], Persona],
        words: Callable[[Persona], str],
    ) -> None:
        known = self._step.known
        made = await self._step.aside.ask(change)
        if known is not None:
            self.history.keep(known.audience)
        self._step.audience_changed(made.id)
        n = plural(made.size, "{n} shopper", "{n} shoppers")
        text = f"{name_of(made)}, {n}"
        self._step.toast_wanted.emit(Toast(words(made), text))

    def _restore(self, take: Callable[[Audience], Audience | None]) -> None:
        session, known = self._step.session, self._step.known
        if session is None or known is None:
            return
        found = take(known.audience)
        if found is not None and session.audience.restore(found):
            self._step.audience_changed("")
            return
        self.history = History()
        title = tr("The personas of before cannot be had any more")
        text = tr("Shoppers, model or the floor have changed since.")
        self._step.toast_wanted.emit(Toast(title, text, "warn"))
        self._step.changed.emit()

    def _groups(self) -> tuple[Persona, ...]:
        known = self._step.known
        return () if known is None else known.groups


def _made(persona: Persona) -> str:
    return tr("{name} is a persona now", name=name_of(persona))
