"""Charts, drawn with pyqtgraph and dressed from the tokens."""

from __future__ import annotations
