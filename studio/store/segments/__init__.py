"""Facts on shoppers, and the segments that are counted from them."""

from __future__ import annotations
