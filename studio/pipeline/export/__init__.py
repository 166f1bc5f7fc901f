"""One module per export format."""

from __future__ import annotations
