"""The tool bar over the preview."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from studio.domain.review import PageRow
from studio.ui.language import tr
from studio.ui.pages.names import SURFACE_NAMES, letter
from studio.ui.widgets.button import Button, IconButton
from studio.ui.widgets.checks import Switch
from studio.ui.widgets.forms import Choice
from studio.ui.widgets.label import HLine, IconLabel, Label, set_surface
from studio.ui.widgets.segmented import Segmented

_EDGE = 12
_GAP = 8


class PreviewBar(QWidget):
    """Device, page colours, language, surface, candidate, overlay: all as signals."""

    device_changed = Signal(str)
    theme_changed = Signal(str)
    language_changed = Signal(str)
    surface_changed = Signal(str)
    stepped = Signal(int)
    overlay_changed = Signal(bool)

    def __init__(self) -> None:
        super().__init__()
        set_surface(self, "panel")
        self.setFixedHeight(45)
        self.device = Segmented(
            [
                ("desktop", f"icon:monitor|{tr('Desktop')}"),
                ("tablet", f"icon:tablet|{tr('Tablet')}"),
                ("phone", f"icon:smartphone|{tr('Phone')}"),
            ]
        )
        self.device.setAccessibleName(tr("Device"))
        self.width_label = Label("", "label", "text.tertiary")
        self.theme = Segmented(
            [("light", f"icon:sun|{tr('Light')}"), ("dark", f"icon:moon|{tr('Dark')}")]
        )
        self.theme.setAccessibleName(tr("Page colours"))
        self.language = Segmented([("en", "EN"), ("zh", "中文")])
        self.language.setAccessibleName(tr("Page language"))
        self.surface = Choice(height=28)
        self.surface.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.surface.setFixedWidth(92)
        self.surface.setAccessibleName(tr("Surface"))
        self.back = IconButton("chevron-left", tr("Previous candidate"), "[", size=24)
        self.name = Label("", "label_strong")
        self.on = IconButton("chevron-right", tr("Next candidate"), "]", size=24)
        self.overlay = Switch(name=tr("Overlay"))
        self.overlay.setChecked(True)
        self.overlay_word = Label(tr("Overlay"), "label", "text.tertiary")
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        row = QHBoxLayout()
        row.addStrut(44)
        row.setContentsMargins(_EDGE, 0, _EDGE, 0)
        row.setSpacing(_GAP)
        for widget in self._left_side():
            row.addWidget(widget)
        row.addStretch(1)
        for part in (self.back, self.name, self.on):
            row.addWidget(part)
        row.addStretch(1)
        row.addWidget(self.overlay_word)
        row.addWidget(self.overlay)
        outer.addLayout(row, 1)
        outer.addWidget(HLine())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave words out where there is no room for them."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Words that only explain give way to controls, which are never cut off."""
        words = (self.overlay_word, self.width_label, self.name)
        self.overlay_word.show()
        self.width_label.show()
        self.name.setVisible(not _is_away(self.back))
        for word in words:
            if self._needs() <= self.width():
                break
            word.hide()

    def _needs(self) -> int:
        controls = (self.back, self.on, self.overlay, self.overlay_word, self.name)
        parts = [w for w in (*self._left_side(), *controls) if not _is_away(w)]
        widths = (max(w.minimumWidth(), w.minimumSizeHint().width()) for w in parts)
        return sum(widths) + _GAP * (len(parts) + 1) + 2 * _EDGE

    def _left_side(self) -> tuple[QWidget, ...]:
        return (
            self.device,
            self.width_label,
            self.theme,
            self.language,
            self.surface,
        )

    def _connect(self) -> None:
        self.device.changed.connect(self.device_changed.emit)
        self.theme.changed.connect(self.theme_changed.emit)
        self.language.changed.connect(self.language_changed.emit)
        self.surface.chosen.connect(self.surface_changed.emit)
        self.back.clicked.connect(lambda: self.stepped.emit(-1))
        self.on.clicked.connect(lambda: self.stepped.emit(1))
        self.overlay.toggled.connect(self.overlay_changed)

    def set_size(self, width: int, scale: float) -> None:
        """Say how wide the page is and how it is zoomed."""
        text = tr("{width} px at {percent}%", width=width, percent=round(scale * 100))
        self.width_label.setText(text)
        self._fit()

    def set_languages(self, languages: Sequence[str], language: str) -> None:
        """Offer the languages that the shop speaks, when there are two."""
        self.language.setVisible(len(languages) > 1)
        self.language.set_value(language)
        self._fit()

    def set_surfaces(self, surfaces: Sequence[str], surface: str) -> None:
        """Offer the surfaces of the page, when there are several."""
        self.surface.set_items([(s, tr(SURFACE_NAMES[s])) for s in surfaces])
        self.surface.setVisible(len(surfaces) > 1)
        self.surface.set_value(surface)
        self._fit()

    def set_candidate(self, at: int, of: int, candidate: int) -> None:
        """Say which candidate is shown; `at` counts from 0, -1 for none."""
        shown = of > 0 and at >= 0
        for widget in (self.back, self.name, self.on):
            widget.setVisible(shown)
        self.back.setEnabled(at > 0)
        self.on.setEnabled(at < of - 1)
        text = tr("Candidate {letter} of {n}", letter=letter(candidate), n=of)
        self.name.setText(text)
        self._fit()


def _is_away(widget: QWidget) -> bool:
    """Hidden on purpose, and not only because nothing is on the screen yet."""
    told = widget.testAttribute(Qt.WidgetAttribute.WA_WState_ExplicitShowHide)
    return told and widget.isHidden()


class StaleBar(QWidget):
    """One line over the preview of a stale page, with the way out."""

    refresh_requested = Signal()

    def __init__(self) -> None:
        super().__init__()
        set_surface(self, "panel")
        self.setFixedHeight(37)
        self.text = Label("", "label", "text.primary", elide=True)
        self.button = Button(tr("Refresh"), icon="refresh-cw", height=24)
        self.button.clicked.connect(self.refresh_requested)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        row = QHBoxLayout()
        row.addStrut(36)
        row.setContentsMargins(16, 0, 12, 0)
        row.setSpacing(8)
        row.addWidget(IconLabel("triangle-alert", "warn.fill", 16))
        row.addWidget(Label(tr("Stale"), "label_strong", "warn.text"))
        row.addWidget(self.text, 1)
        row.addWidget(self.button)
        outer.addLayout(row, 1)
        outer.addWidget(HLine())
        self.hide()

    def set_row(self, row: PageRow | None, *, products_changed: bool) -> None:
        """Say why the page is stale, or hide.

        Where only the person's own edits came since an approval there is nothing to
        refresh: the way out is to approve again.
        """
        self.setVisible(row is not None and row.status == "stale")
        if row is None:
            return
        edited = row.approval is not None and row.approval.revision != row.revision
        by_hand = edited and not products_changed
        text = tr("Edited since it was approved.") if by_hand else row.stale_why
        self.text.setText(text)
        self.button.setVisible(not by_hand)
