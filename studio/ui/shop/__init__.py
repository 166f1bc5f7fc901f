"""The shop's own facts: what a page may state about the shop itself."""

from __future__ import annotations
