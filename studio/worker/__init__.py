"""The child process: brings the learned stages and the store together."""

from __future__ import annotations
