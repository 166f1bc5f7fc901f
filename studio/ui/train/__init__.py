"""Train: the taste model and the layout GAN, watched while they learn."""

from __future__ import annotations

from studio.ui.train.step import TrainStep

__all__ = ["TrainStep"]
