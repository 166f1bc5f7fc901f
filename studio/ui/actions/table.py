"""All actions of the window, in the order they are listed."""

from __future__ import annotations

from functools import cache

from studio.ui.actions.rows import Group, Row
from studio.ui.language import mark


def _row(
    id_: str,
    text: str,
    menu: Group,
    shortcut: str = "",
    icon: str = "",
    *,
    step: str = "",
    plain: bool = False,
    words: str = "",
) -> Row:
    return Row(id_, text, menu, shortcut, icon, step, plain, words)


_PROJECT = (
    _row("project.new", mark("New project..."), Group.PROJECT, "", "folder-plus"),
    _row(
        "project.open", mark("Open project..."), Group.PROJECT, "Ctrl+O", "folder-open"
    ),
    _row("project.sample", mark("Open the sample shop"), Group.PROJECT, "", "store"),
    _row(
        "shop.facts",
        mark("Shop facts..."),
        Group.PROJECT,
        "",
        "store",
        words="brand logo delivery returns quotes address",
    ),
    _row("project.folder", mark("Show project folder"), Group.PROJECT, "", "folder"),
    _row(
        "project.protect",
        mark("Protect with a passphrase..."),
        Group.PROJECT,
        "",
        "lock",
        words="encrypt password security privacy lock",
    ),
    _row(
        "project.passphrase",
        mark("Change passphrase..."),
        Group.PROJECT,
        "",
        "key",
        words="encrypt password security privacy",
    ),
    _row(
        "project.unprotect",
        mark("Remove passphrase..."),
        Group.PROJECT,
        "",
        "lock-open",
        words="decrypt password unprotect unlock",
    ),
    _row("project.close", mark("Close project"), Group.PROJECT, "", "x"),
    _row(
        "app.preferences",
        mark("Preferences..."),
        Group.PROJECT,
        "Ctrl+,",
        "settings",
        words="settings language theme device",
    ),
    _row(
        "app.shortcuts",
        mark("Keyboard shortcuts"),
        Group.PROJECT,
        "F1",
        "circle-question-mark",
        words="help keys",
    ),
    _row(
        "app.about", mark("About Vitrine"), Group.PROJECT, "", "info", words="licence"
    ),
    _row("app.quit", mark("Quit"), Group.PROJECT, "Ctrl+Q", ""),
)

_GO = (
    _row("go.data", mark("Data"), Group.GO, "Alt+1", "database"),
    _row("go.train", mark("Train"), Group.GO, "Alt+2", "chart-spline"),
    _row("go.audience", mark("Audience"), Group.GO, "Alt+3", "users"),
    _row("go.pages", mark("Pages"), Group.GO, "Alt+4", "layout-template"),
    _row("go.publish", mark("Publish"), Group.GO, "Alt+5", "package-check"),
    _row("go.next_panel", mark("Next panel"), Group.GO, "F6"),
    _row("go.previous_panel", mark("Previous panel"), Group.GO, "Shift+F6"),
)

_EDIT = (
    _row("app.palette", mark("Command palette"), Group.VIEW, "Ctrl+K", "search"),
    _row("edit.undo", mark("Undo"), Group.VIEW, "Ctrl+Z", "undo-2"),
    _row("edit.redo", mark("Redo"), Group.VIEW, "Ctrl+Shift+Z", "redo-2"),
    _row("view.light", mark("Light window"), Group.VIEW, "", "sun", words="theme"),
    _row("view.dark", mark("Dark window"), Group.VIEW, "", "moon", words="theme"),
    _row(
        "view.system",
        mark("Window follows the system"),
        Group.VIEW,
        "",
        "monitor",
        words="theme light dark",
    ),
)

_DATA = (
    _row("data.import", mark("Import files..."), Group.DATA, "Ctrl+I", "upload"),
    _row(
        "data.pictures", mark("Add pictures..."), Group.DATA, "", "images", step="data"
    ),
    _row(
        "data.run",
        mark("Import the files read"),
        Group.DATA,
        "",
        "check",
        step="data",
    ),
    _row("data.clear", mark("Take all files off"), Group.DATA, "", "x", step="data"),
    _row(
        "data.undo_import",
        mark("Undo the last import..."),
        Group.DATA,
        "",
        "undo-2",
        step="data",
    ),
    _row(
        "data.table",
        mark("Table"),
        Group.DATA,
        "",
        "table",
        words="rows stored events products browse",
    ),
    _row(
        "data.quality",
        mark("Quality"),
        Group.DATA,
        "",
        "circle-check",
        words="findings errors warnings checks",
    ),
    _row(
        "data.segments",
        mark("Segments"),
        Group.DATA,
        "",
        "users",
        words="group of shoppers conditions rfm new segment",
    ),
    _row(
        "data.privacy",
        mark("Privacy"),
        Group.DATA,
        "",
        "shield-check",
        words="pseudonym erase forget shopper consent gdpr",
    ),
)

_TRAIN = (
    _row(
        "train.toggle",
        mark("Train or stop the shown model"),
        Group.TRAIN,
        "Ctrl+T",
        "chart-spline",
        step="train",
    ),
    _row(
        "train.report",
        mark("Report of the layout model"),
        Group.TRAIN,
        "",
        "table",
        step="train",
        words="realism metrics evaluate quality",
    ),
    _row(
        "train.load",
        mark("Load a model..."),
        Group.TRAIN,
        "",
        "folder-open",
        step="train",
    ),
)

_AUDIENCE = (
    _row(
        "audience.lasso",
        mark("Lasso"),
        Group.AUDIENCE,
        "L",
        "lasso",
        step="audience",
        plain=True,
    ),
    _row(
        "audience.split",
        mark("Split the persona by taste"),
        Group.AUDIENCE,
        "",
        "columns-3",
        step="audience",
    ),
    _row(
        "audience.merge",
        mark("Merge personas..."),
        Group.AUDIENCE,
        "",
        "layers",
        step="audience",
    ),
    _row(
        "audience.choose",
        mark("Choose shoppers by a list..."),
        Group.AUDIENCE,
        "",
        "users",
        step="audience",
    ),
    _row(
        "audience.picture",
        mark("Save the map as a picture..."),
        Group.AUDIENCE,
        "",
        "image",
        step="audience",
    ),
    _row(
        "audience.generate",
        mark("Make pages for all personas"),
        Group.AUDIENCE,
        "",
        "layout-template",
        step="audience",
    ),
)


def _page(id_: str, text: str, keys: str, icon: str = "", *, plain: bool = True) -> Row:
    return _row(id_, text, Group.PAGE, keys, icon, step="pages", plain=plain)


def _block(id_: str, text: str, keys: str, icon: str = "", words: str = "") -> Row:
    return _row(
        id_, text, Group.BLOCK, keys, icon, step="pages", plain=True, words=words
    )


_PAGES = (
    _page("page.generate", mark("Generate pages..."), "", "shuffle", plain=False),
    _page(
        "page.regenerate",
        mark("Regenerate the layout round locked blocks"),
        "G",
        "shuffle",
    ),
    _page(
        "page.more_like_this", mark("More layouts like this"), "M", "layout-template"
    ),
    _page("page.refresh", mark("Refresh the page"), "", "refresh-cw", plain=False),
    _page("page.approve", mark("Approve..."), "Ctrl+Return", "check", plain=False),
    _page("page.previous_candidate", mark("Previous candidate"), "[", "chevron-left"),
    _page("page.next_candidate", mark("Next candidate"), "]", "chevron-right"),
    _page("page.desktop", mark("Desktop width"), "1", "monitor"),
    _page("page.tablet", mark("Tablet width"), "2", "tablet"),
    _page("page.phone", mark("Phone width"), "3", "smartphone"),
    _page("page.dark", mark("Page light or dark"), "D", "moon"),
    _page("page.overlay", mark("Overlay on or off"), "O", "square-dashed"),
    _page("page.add_block", mark("Add a block..."), "", "plus", plain=False),
)

_BLOCKS = (
    _block("block.previous", mark("Previous block"), "Up", "arrow-up"),
    _block("block.next", mark("Next block"), "Down", "arrow-down"),
    _block("block.move_up", mark("Move block up"), "Alt+Up", "arrow-up"),
    _block("block.move_down", mark("Move block down"), "Alt+Down", "arrow-down"),
    _block("slot.previous", mark("Previous slot"), "Left", "arrow-left"),
    _block("slot.next", mark("Next slot"), "Right", "arrow-right"),
    _block("slot.pin", mark("Pin or unpin"), "P", "pin"),
    _block("slot.boost", mark("Boost the product"), "B", "trending-up", "promote"),
    _block("slot.bury", mark("Bury the product"), "Shift+B", "trending-down", "demote"),
    _block("slot.replace", mark("Replace product..."), "R", "arrow-left-right", "swap"),
    _block("block.reword", mark("Reword"), "E", "pencil", "edit copy text headline"),
    _block("block.lock", mark("Lock or let go block"), "L", "lock", "keep fix"),
    _block("block.hide", mark("Hide or show block"), "H", "eye-off"),
    _block("block.remove", mark("Remove block"), "Del", "trash-2", "delete"),
)

_PUBLISH = (
    _row(
        "publish.export",
        mark("Export approved pages..."),
        Group.PUBLISH,
        "Ctrl+Shift+E",
        "package-check",
        step="publish",
    ),
    _row(
        "publish.assign",
        mark("Assign a customer list..."),
        Group.PUBLISH,
        "",
        "users",
        step="publish",
        words="csv persona page",
    ),
)

ROWS: tuple[Row, ...] = (
    *_PROJECT,
    *_GO,
    *_DATA,
    *_TRAIN,
    *_AUDIENCE,
    *_PAGES,
    *_BLOCKS,
    *_PUBLISH,
    *_EDIT,
)
"""Every action there is. An action that no open step handles is not offered."""


@cache
def row(id_: str) -> Row:
    """The row of an id; raises KeyError."""
    return {each.id: each for each in ROWS}[id_]
