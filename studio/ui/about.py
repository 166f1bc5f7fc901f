"""The about box: what Vitrine is, its version, the licences of what it holds."""

from __future__ import annotations

from collections.abc import Callable
from importlib import metadata
from pathlib import Path

from PySide6.QtWidgets import QHBoxLayout, QWidget

from studio.domain.shipped import resource, sample_shop
from studio.ui.language import mark, tr
from studio.ui.logo import Logo
from studio.ui.theme import theme
from studio.ui.widgets import Choice, Dialog, Label, TextArea

_PARTS: tuple[tuple[str, str], ...] = (
    ("PySide6", mark("LGPL-3.0, the window and the page preview")),
    ("torch", mark("BSD-3-Clause, training")),
    ("duckdb", mark("MIT, reading and storing files")),
    ("pyqtgraph", mark("MIT, charts and the map")),
    ("qasync", mark("BSD-2-Clause, waiting without blocking")),
    ("numpy", mark("BSD-3-Clause, numbers")),
    ("pandas", mark("BSD-3-Clause, tables")),
    ("pyarrow", mark("Apache-2.0, Parquet files")),
    ("scikit-learn", mark("BSD-3-Clause, groups of shoppers")),
    ("safetensors", mark("Apache-2.0, model files")),
    ("msgspec", mark("BSD-3-Clause, values and JSON")),
    ("jinja2", mark("BSD-3-Clause, page templates")),
)


def version() -> str:
    """The installed version."""
    try:
        return metadata.version("vitrine-studio")
    except metadata.PackageNotFoundError:
        return "0"


def _parts() -> str:
    lines = []
    for name, words in _PARTS:
        try:
            lines.append(f"{name} {metadata.version(name)}: {tr(words)}")
        except metadata.PackageNotFoundError:
            continue
    return "\n".join(lines)


def licences() -> dict[str, Callable[[], str]]:
    """Licence texts by name; each is read when it is shown."""

    def reader(path: Path) -> Callable[[], str]:
        return lambda: path.read_text("utf-8", errors="replace")

    found: dict[str, Callable[[], str]] = {tr("Libraries"): _parts}
    for folder in (resource(), sample_shop()):
        for path in sorted(folder.rglob("LICEN[CS]E*")):
            name = path.parent.name if path.name == "LICENSE" else path.stem
            found[
                f"{path.parent.name}: {name}".replace(": " + path.parent.name, "")
            ] = reader(path)
    return found


def open_about(window: QWidget) -> Dialog:
    """Show the about box."""
    dialog = Dialog(
        window,
        tr("About Vitrine"),
        buttons=[("close", tr("Close"), "secondary")],
        width=560,
    )
    row = QHBoxLayout()
    row.setSpacing(12)
    row.addWidget(Logo(resource("app", "vitrine.svg"), 40))
    words = Label(
        tr(
            "Vitrine {version} makes a page for every group of shoppers. All of it runs"
            " on this machine; nothing is sent anywhere.",
            version=version(),
        ),
        "body",
        "text.secondary",
        wrap=True,
    )
    row.addWidget(words, 1)
    dialog.content.addLayout(row)
    own = tr("Vitrine itself: Apache-2.0.")
    dialog.content.addWidget(Label(own, "label"))
    texts = licences()
    choice = Choice([(name, name) for name in texts])
    choice.setAccessibleName(tr("Licences"))
    area = TextArea("", 12)
    area.setReadOnly(True)
    area.setFont(theme().font("mono"))
    area.setPlainText(next(iter(texts.values()))())
    choice.chosen.connect(lambda name: area.setPlainText(texts[str(name)]()))
    dialog.content.addWidget(Label(tr("Licences"), "label_strong"))
    dialog.content.addWidget(choice)
    dialog.content.addWidget(area)
    dialog.open()
    return dialog
