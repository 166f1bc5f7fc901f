"""The one style sheet, made from the tokens. No fonts here: they are set in code."""

from __future__ import annotations

import re
from collections.abc import Callable

_SHEET = """
QWidget[surface="window"] { background: @surface.window; }
QWidget[surface="panel"] { background: @surface.panel; }
QWidget[surface="sunken"] { background: @surface.sunken; }
QWidget[surface="raised"] { background: @surface.raised; }
QWidget[surface="selected"] { background: @surface.selected; }
QWidget[card="true"] {
  background: @surface.panel; border: 1px solid @border.subtle; border-radius: 8px;
}
QFrame[line="subtle"] { background: @border.subtle; border: none; }
QFrame[line="default"] { background: @border.default; border: none; }

QAbstractScrollArea { border: none; }
QAbstractScrollArea::corner { background: transparent; border: none; }
QLineEdit, QPlainTextEdit, QTextEdit, QAbstractSpinBox {
  background: @surface.panel; color: @text.primary;
  border: 1px solid @border.control; border-radius: 6px; padding: 1px 6px;
  selection-background-color: @accent.fill; selection-color: @text.on_fill;
}
QPlainTextEdit, QTextEdit { padding: 5px 4px; }
QLineEdit:hover, QPlainTextEdit:hover, QTextEdit:hover, QAbstractSpinBox:hover {
  border-color: @text.secondary;
}
QLineEdit:focus, QAbstractSpinBox:focus {
  border: 2px solid @border.focus; padding: 0 5px;
}
QPlainTextEdit:focus, QTextEdit:focus {
  border: 2px solid @border.focus; padding: 4px 3px;
}
*[invalid="true"] { border-color: @danger.fill; }
QLineEdit:disabled, QPlainTextEdit:disabled, QTextEdit:disabled,
QAbstractSpinBox:disabled {
  background: @surface.window; color: @text.disabled;
  border-color: @border.default;
}
QLineEdit[bare="true"], QLineEdit[bare="true"]:focus {
  border: none; padding: 0; background: transparent;
}
QAbstractSpinBox { padding-right: 20px; }
QAbstractSpinBox:focus { padding-right: 19px; }
QAbstractSpinBox::up-button, QAbstractSpinBox::down-button {
  border: none; background: transparent; width: 20px;
}
QAbstractSpinBox::up-arrow, QAbstractSpinBox::down-arrow {
  image: none; width: 0; height: 0;
}

QScrollBar:vertical { background: transparent; width: 10px; margin: 2px 0; }
QScrollBar:horizontal { background: transparent; height: 10px; margin: 0 2px; }
QScrollBar::handle { background: @border.default; border-radius: 3px; margin: 2px; }
QScrollBar::handle:hover { background: @border.control; }
QScrollBar::handle:vertical { min-height: 32px; }
QScrollBar::handle:horizontal { min-width: 32px; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }

QToolTip {
  background: @surface.raised; color: @text.primary;
  border: 1px solid @border.default; padding: 5px 7px;
}
QMenu { background: transparent; border: none; padding: 15px 12px 19px 12px; }
QMenu::item {
  padding: 6px 56px 6px 38px; background: transparent; color: @text.primary;
  border: none;
}
QMenu::separator { height: 9px; background: transparent; }
QSplitter::handle { background: transparent; }
"""


def _ink_rules(roles: list[str]) -> str:
    return "\n".join(
        f'QLabel[ink="{role}"] {{ color: @{role}; }}\n'
        f'QLabel[ink="{role}"]:disabled {{ color: @text.disabled; }}'
        for role in roles
    )


INKS = [
    "text.primary",
    "text.secondary",
    "text.tertiary",
    "text.disabled",
    "text.link",
    "text.on_fill",
    "accent.text",
    "success.text",
    "warn.text",
    "danger.text",
]


def make_style_sheet(hex_of: Callable[[str], str]) -> str:
    """The style sheet of the theme whose colours `hex_of(role)` gives."""
    sheet = _SHEET + _ink_rules(INKS)
    return re.sub(r"@([a-z]+\.[a-z_]+)", lambda match: hex_of(match[1]), sheet)
