"""The window: one package a step, theme, widgets, actions."""

from __future__ import annotations
