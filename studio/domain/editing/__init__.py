"""The one way a page changes: `apply(page, edit) -> page`."""

from __future__ import annotations

from studio.domain.editing.apply import apply

__all__ = ["apply"]
