"""The layout GAN: generator, discriminator, sampling, metrics."""

from __future__ import annotations
