"""The project on disk. The only package with SQL."""

from __future__ import annotations
