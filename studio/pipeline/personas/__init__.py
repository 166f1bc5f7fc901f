"""Groups of shoppers: clusters, portraits, traits and the map."""

from __future__ import annotations
