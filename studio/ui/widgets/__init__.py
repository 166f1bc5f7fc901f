"""Widgets in the window's look. Every step builds on these; see studio/ui/README.md."""

from __future__ import annotations

from studio.ui.widgets.bars import Bar, Bars
from studio.ui.widgets.button import Button, IconButton, paint_box
from studio.ui.widgets.cells import Cell
from studio.ui.widgets.checks import CheckBox, Radio, Switch
from studio.ui.widgets.chip import (
    Chip,
    CountBadge,
    KeyCaps,
    RuleChip,
    paint_chip,
    paint_key_caps,
)
from studio.ui.widgets.dialog import Card, Dialog, Scrim
from studio.ui.widgets.figures import KeyValue, StatFigure, StatRow
from studio.ui.widgets.forms import (
    Choice,
    Field,
    FormRow,
    Number,
    SearchField,
    TextArea,
    set_invalid,
)
from studio.ui.widgets.heads import EmptyState, PanelHead, Scroll, Section, clear_layout
from studio.ui.widgets.label import (
    HLine,
    IconLabel,
    Label,
    RichLabel,
    Spacer,
    VLine,
    set_surface,
)
from studio.ui.widgets.menu import Menu
from studio.ui.widgets.progress import ProgressBar, RingProgress, paint_ring
from studio.ui.widgets.rows import ListItem, RowList
from studio.ui.widgets.segmented import Segmented
from studio.ui.widgets.splitter import Splitter
from studio.ui.widgets.table import Table
from studio.ui.widgets.table_model import Column
from studio.ui.widgets.tabs import Tabs
from studio.ui.widgets.toast import SIGNS, Toast, ToastStack
from studio.ui.widgets.wireframe import WireframeCard, paint_wireframe

__all__ = [
    "SIGNS",
    "Bar",
    "Bars",
    "Button",
    "Card",
    "Cell",
    "CheckBox",
    "Chip",
    "Choice",
    "Column",
    "CountBadge",
    "Dialog",
    "EmptyState",
    "Field",
    "FormRow",
    "HLine",
    "IconButton",
    "IconLabel",
    "KeyCaps",
    "KeyValue",
    "Label",
    "ListItem",
    "Menu",
    "Number",
    "PanelHead",
    "ProgressBar",
    "Radio",
    "RichLabel",
    "RingProgress",
    "RowList",
    "RuleChip",
    "Scrim",
    "Scroll",
    "SearchField",
    "Section",
    "Segmented",
    "Spacer",
    "Splitter",
    "StatFigure",
    "StatRow",
    "Switch",
    "Table",
    "Tabs",
    "TextArea",
    "Toast",
    "ToastStack",
    "VLine",
    "WireframeCard",
    "clear_layout",
    "paint_box",
    "paint_chip",
    "paint_key_caps",
    "paint_ring",
    "paint_wireframe",
    "set_invalid",
    "set_surface",
]
