"""The deep model of taste: networks, training, baselines, metrics."""

from __future__ import annotations
