"""Files that hold rows otherwise than as delimited text."""

from __future__ import annotations
