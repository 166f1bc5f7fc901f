"""The script that draws the editing overlay, put together from its parts."""

from __future__ import annotations

import json
from functools import cache

from PySide6.QtCore import QFile, QIODevice
from PySide6.QtWebEngineCore import QWebEngineScript

from studio.domain.shipped import resource

PARTS = ("marks.js", "drag.js", "copy.js", "overlay.js")
"""Files of `resources/editor`, in the order in which they are run."""


def overlay_script() -> QWebEngineScript:
    """The editing overlay as a script of the isolated world."""
    folder = resource("editor")
    styles = (folder / "overlay.css").read_text(encoding="utf-8")
    parts = [(folder / name).read_text(encoding="utf-8") for name in PARTS]
    return script_of("overlay", f"const STYLES = {json.dumps(styles)};", *parts)


def script_of(name: str, *parts: str) -> QWebEngineScript:
    """A script with the channel library, in the world that no page can reach.

    The parts share one scope and leave no globals.
    """
    body = "\n".join([_channel_library(), *parts])
    script = QWebEngineScript()
    script.setName(name)
    script.setWorldId(QWebEngineScript.ScriptWorldId.ApplicationWorld)
    script.setInjectionPoint(QWebEngineScript.InjectionPoint.DocumentReady)
    script.setRunsOnSubFrames(False)
    script.setSourceCode(f'(() => {{\n"use strict";\n{body}\n}})();')
    return script


@cache
def _channel_library() -> str:
    import PySide6.QtWebChannel  # noqa: F401, PLC0415 - brings the resource below

    file = QFile(":/qtwebchannel/qwebchannel.js")
    if not file.open(QIODevice.OpenModeFlag.ReadOnly):
        raise RuntimeError(file.errorString())
    try:
        return bytes(file.readAll().data()).decode()
    finally:
        file.close()
