"""The Data step: files in, columns mapped, findings, what came of it."""

from __future__ import annotations
