"""Actions as rows: menus, palette, shortcuts sheet and tips read one table."""

from __future__ import annotations

from studio.ui.actions.finding import Hit, find
from studio.ui.actions.rows import Group, Row
from studio.ui.actions.shortcuts import key_text
from studio.ui.actions.table import ROWS, row

__all__ = ["ROWS", "Group", "Hit", "Row", "find", "key_text", "row"]
