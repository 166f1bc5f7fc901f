"""The parts of `make_sample.py`: everything in this folder's shop is invented here."""

from __future__ import annotations
