"""A dialog that stays while its work is done, and says in its place what went wrong."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from studio.domain.errors import VitrineError
from studio.ui.formats import percent
from studio.ui.said import told
from studio.ui.tasks import spawn, toast_of
from studio.ui.widgets import Dialog, IconLabel, Label
from studio.ui.widgets.button import Kind

OK = "ok"


class WorkingDialog(Dialog):
    """Asks, works, and closes when the work was done.

    Args:
        window: The main window.
        title: What it is.
        text: A sentence or two.
        cancel: What the quiet button says.
        confirm: What the main button says, and its kind.
        busy: What the main button says while it works.
        width: Of the card in pixels.

    Signals:
        came(int, int): how many bytes of how many are done, from any thread.

    Set `work` before `ask`; what it returned is in `result` when the answer is `OK`.
    """

    came = Signal(object, object)

    def __init__(
        self,
        window: QWidget,
        title: str,
        text: str,
        cancel: str,
        confirm: tuple[str, Kind],
        *,
        busy: str,
        width: int = 440,
    ) -> None:
        words, kind = confirm
        buttons: list[tuple[str, str, Kind]] = [
            ("", cancel, "quiet"),
            (OK, words, kind),
        ]
        super().__init__(window, title, text, buttons, width=width)
        self.work: Callable[[], Awaitable[object]] | None = None
        self.result: object = None
        self.working = False
        self._words, self._busy = words, busy
        self.problem = QWidget()
        row = QHBoxLayout(self.problem)
        row.setContentsMargins(0, 2, 0, 2)
        row.setSpacing(6)
        row.addWidget(IconLabel("circle-alert", "danger.text", 14))
        self.problem_words = Label("", "label", "danger.text", wrap=True)
        row.addWidget(self.problem_words, 1)
        self.problem.hide()
        self.came.connect(self._show_share, Qt.ConnectionType.QueuedConnection)

    def end_content(self) -> None:
        """Put the place for problems under what was added to `content`."""
        self.content.addWidget(self.problem)

    def answer(self, key: str) -> None:
        """Begin the work, or close; neither while it works."""
        if self.working or (key == OK and not self.buttons[OK].isEnabled()):
            return
        if key != OK or self.work is None:
            super().answer(key)
            return
        spawn(self._do(), lambda toast: self.show_problem(toast.title))

    async def _do(self) -> None:
        if self.work is None:
            return
        self.show_problem("")
        self._show_working(working=True)
        try:
            self.result = await self.work()
        except VitrineError as error:
            self._show_working(working=False)
            self.show_problem(self.words_of(error))
        except Exception as error:  # noqa: BLE001 - logged, and told in its place
            self._show_working(working=False)
            self.show_problem(toast_of(error).title)
        else:
            self._show_working(working=False)
            super().answer(OK)

    def words_of(self, error: VitrineError) -> str:
        """What is said of a problem."""
        return told(error.message, error.hint)

    def show_problem(self, text: str) -> None:
        """Say what went wrong; empty takes it away."""
        self.problem_words.setText(text)
        self.problem.setVisible(bool(text))
        self.place()

    def _show_share(self, done: int, total: int) -> None:
        if self.working and total:
            self.buttons[OK].setText(f"{self._busy} {percent(done / total)}")

    def _show_working(self, *, working: bool) -> None:
        self.working = working
        for button in self.buttons.values():
            button.setEnabled(not working)
        self.buttons[OK].setText(self._busy if working else self._words)
