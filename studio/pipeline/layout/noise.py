"""Codes from noise: lengths and pages drawn with one seed, in bounded batches."""

from __future__ import annotations

import copy

import numpy as np
import numpy.typing as npt
import torch

from studio.pipeline.layout.conditions import draw_lengths
from studio.pipeline.layout.decoder import Decoder, Demand, Floats
from studio.pipeline.layout.generator import Heat
from studio.pipeline.layout.model import LayoutModel
from studio.pipeline.layout.net import Conditioned
from studio.pipeline.layout.vocabulary import BLOCKS, FIELDS, Codes

Noise = npt.NDArray[np.float32]
_CHUNK = 1024  # pages at once


def noise(n: int, seed: int) -> Noise:
    """Standard normal noise (n, BLOCKS, FIELDS); the same for a seed."""
    rng = np.random.default_rng(seed)
    return rng.standard_normal((n, BLOCKS, FIELDS), np.float32)


@torch.no_grad()
def sample_codes(
    model: LayoutModel,
    given: Conditioned,
    seed: int,
    heat: Heat | None = None,
    *,
    lean: Floats | None = None,
) -> Codes:
    """Raw pages (N, BLOCKS, FIELDS) for N conditions; lengths not asked for are drawn.

    Args:
        model: The layout model.
        given: N conditions.
        seed: Of lengths and noise.
        heat: Temperatures, by default the model's.
        lean: (1 + types,), by how much each type is likelier than to the net; on a
            processor only.
    """
    model.eval()
    rng = np.random.default_rng([seed, 1])
    asked = draw_lengths(given, model.shares, rng)
    z = noise(len(given), seed)
    on_cpu = model.device.type == "cpu"
    decoder = Decoder(model.generator) if on_cpu else None
    parts: list[Codes] = []
    for at in range(0, len(given), _CHUNK):
        part, own = asked.rows(slice(at, at + _CHUNK)), z[at : at + _CHUNK]
        if decoder is not None:
            parts.append(decoder.sample(part, own, heat or model.heat, lean=lean)[0])
            continue
        chance = torch.from_numpy(own).to(model.device)
        made = model.generator.sample(part.to(model.device), chance, heat or model.heat)
        parts.append(made.cpu().numpy())
    return np.concatenate(parts) if parts else np.zeros((0, BLOCKS, FIELDS), np.uint8)


@torch.no_grad()
def sample_kept(
    model: LayoutModel,
    given: Conditioned,
    demand: Demand,
    z: Noise,
    *,
    heat: Heat | None = None,
    lean: Floats | None = None,
) -> tuple[Codes, Floats]:
    """Raw pages that keep what is demanded, and how likely that was to the net.

    Args:
        model: The layout model.
        given: N conditions, each with a length.
        demand: Of N pages.
        z: Noise (N, BLOCKS, FIELDS).
        heat: Temperatures, by default the model's.
        lean: As for `sample_codes`.

    Returns:
        Pages (N, BLOCKS, FIELDS) and log-likelihoods of what was forced (N,).
    """
    model.eval()
    generator = model.generator
    if model.device.type != "cpu":
        generator = copy.deepcopy(generator).cpu()
    return Decoder(generator).sample(given, z, heat or model.heat, demand, lean)
