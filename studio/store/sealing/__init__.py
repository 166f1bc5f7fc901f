"""Files that only a passphrase opens: their form, their keys, who holds one now."""

from __future__ import annotations
