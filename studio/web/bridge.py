"""The one object that the overlay can reach."""

from __future__ import annotations

import logging

import msgspec
from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWebChannel import QWebChannel

from studio.domain.errors import EditRefused
from studio.web.messages import ToOverlay, heard

_log = logging.getLogger(__name__)


class Port(QObject):
    """What the overlay sees of the studio: one slot to speak to, one signal to hear."""

    told = Signal(str)
    _heard = Signal(str)

    @Slot(str)
    def receive(self, text: str) -> None:
        """Take one message of the overlay."""
        self._heard.emit(text)


class Bridge(QObject):
    """Carries messages between overlay and studio; parses them or refuses.

    `received` gives a `FromOverlay`, `refused` the sentence why a message was not one.
    """

    received = Signal(object)
    refused = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.port = Port(self)
        self.port._heard.connect(self._on_heard)
        self.channel = QWebChannel(self)
        self.channel.registerObject("studio", self.port)

    def tell(self, message: ToOverlay) -> None:
        """Send one message to the overlay."""
        self.port.told.emit(msgspec.json.encode(message).decode())

    def _on_heard(self, text: str) -> None:
        try:
            message = heard(text)
        except EditRefused as problem:
            _log.warning("%s", problem)
            self.refused.emit(problem.message)
            return
        self.received.emit(message)
