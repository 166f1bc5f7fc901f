"""Weights of a layout model as named arrays, and back; safetensors only."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TypeAlias, TypeVar

import msgspec
import numpy as np
import numpy.typing as npt
import torch
from safetensors import SafetensorError, safe_open
from safetensors.numpy import save as save_bytes
from torch import nn

from studio.domain.errors import ModelRefused
from studio.domain.jobs import Comparison
from studio.domain.layout import PAGE_KINDS
from studio.domain.persona import TRAIT_NAMES
from studio.pipeline.layout.generator import Heat
from studio.pipeline.layout.model import QUANTILES, LayoutModel, new_model
from studio.pipeline.layout.net import Sizes
from studio.pipeline.layout.traits import TraitScale
from studio.pipeline.layout.vocabulary import BLOCKS, vocabulary_hash

Tensors: TypeAlias = dict[str, npt.NDArray[np.generic]]
Meta: TypeAlias = dict[str, str]
T = TypeVar("T")

KIND = "layout"
VERSION = "1"
_OWN = (
    "kind", "version", "vocabulary", "generator", "discriminator", "heat", "traits",
    "clicks",
)  # fmt: skip
_LARGEST = 1024  # of any size of a net
_RETRAIN = "Choose weights that this version of Vitrine made, or train anew."


def pack(model: LayoutModel) -> tuple[Tensors, Meta]:
    """A model as arrays and texts, ready for a safetensors file."""
    tensors: Tensors = {
        "shares": model.shares.astype(np.float32),
        "realism": model.realism.astype(np.float32),
        "shown_realism": model.shown_realism.astype(np.float32),
    }
    tensors |= net_tensors("generator", model.generator)
    tensors |= net_tensors("discriminator", model.discriminator)
    meta = dict(model.about)
    meta |= {
        "kind": KIND,
        "version": VERSION,
        "vocabulary": vocabulary_hash(),
        "generator": msgspec.json.encode(model.generator.sizes).decode(),
        "discriminator": msgspec.json.encode(model.discriminator.sizes).decode(),
        "heat": msgspec.json.encode(model.heat).decode(),
        "traits": msgspec.json.encode(model.traits).decode(),
        "clicks": str(model.clicks),
    }
    return tensors, meta


def unpack(tensors: Tensors, meta: Mapping[str, str], where: str) -> LayoutModel:
    """The model of some arrays.

    Args:
        tensors: As `pack` makes them.
        meta: As `pack` makes it.
        where: What to call the weights in an error, usually a path.

    Raises:
        ModelRefused: Another kind, version, vocabulary or shape, or not finite.
    """
    _check(meta, where)
    model = new_model(
        _sizes(meta, "generator", where), _sizes(meta, "discriminator", where)
    )
    load_net("generator", model.generator, tensors, where)
    load_net("discriminator", model.discriminator, tensors, where)
    model.shares = _array(tensors, "shares", (len(PAGE_KINDS), 2, BLOCKS + 1), where)
    model.realism = _array(tensors, "realism", (QUANTILES,), where)
    model.shown_realism = model.realism
    if "shown_realism" in tensors:  # weights before it was told apart lack it
        model.shown_realism = _array(tensors, "shown_realism", (QUANTILES,), where)
    model.heat = _setting(meta, "heat", Heat, where)
    if "traits" in meta:
        model.traits = _setting(meta, "traits", TraitScale, where)
        if {len(model.traits.centre), len(model.traits.spread)} != {len(TRAIT_NAMES)}:
            raise ModelRefused(f"{where} was trained with other traits.", _RETRAIN)
    model.clicks = int(meta.get("clicks", "0"))
    model.about = {key: text for key, text in meta.items() if key not in _OWN}
    return model.eval()


def read_weights(path: Path) -> LayoutModel:
    """Read a safetensors file; raises ModelRefused with the reason."""
    where = path.name
    if not path.is_file():
        raise ModelRefused(f"There are no layout weights at {path}.", _RETRAIN)
    try:
        with safe_open(path, framework="numpy") as file:
            meta = dict(file.metadata() or {})
            tensors = {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118
    except (SafetensorError, OSError) as problem:
        raise ModelRefused(
            f"{where} is not a readable safetensors file ({_why(path, problem)}).",
            "Pickled models (.pt, .pkl) are never opened. " + _RETRAIN,
        ) from problem
    return unpack(tensors, meta, where)


def write_weights(model: LayoutModel, path: Path) -> None:
    """Write a model as a safetensors file."""
    tensors, meta = pack(model)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(save_bytes(tensors, meta))


def shipped_comparison(model: LayoutModel) -> Comparison | None:
    """The dated realism table that came with the weights, or None."""
    text = model.about.get("comparison", "")
    try:
        return msgspec.json.decode(text, type=Comparison) if text else None
    except msgspec.DecodeError:
        return None


def net_tensors(name: str, net: nn.Module) -> Tensors:
    """Arrays of a net's parameters and buffers under a name."""
    return {
        f"{name}.{key}": value.detach().cpu().contiguous().numpy()
        for key, value in net.state_dict().items()
    }


def load_net(name: str, net: nn.Module, tensors: Tensors, where: str) -> None:
    """Put arrays into a net; raises ModelRefused when one lacks or does not fit."""
    own = net.state_dict()
    state: dict[str, torch.Tensor] = {}
    for key, value in own.items():
        array = _array(tensors, f"{name}.{key}", tuple(value.shape), where)
        state[key] = torch.from_numpy(np.array(array)).to(value.dtype)
    net.load_state_dict(state)


def _check(meta: Mapping[str, str], where: str) -> None:
    if meta.get("kind") != KIND:
        kind = meta.get("kind", "unknown")
        raise ModelRefused(
            f"{where} holds weights of another kind of model ({kind}), not of a layout "
            "model.",
            _RETRAIN,
        )
    if meta.get("version") != VERSION:
        raise ModelRefused(
            f"{where} is of version {meta.get('version', 'unknown')} of the layout "
            f"model; this Vitrine reads version {VERSION}.",
            _RETRAIN,
        )
    if meta.get("vocabulary") != vocabulary_hash():
        raise ModelRefused(
            f"{where} was trained with another list of block types and attributes.",
            _RETRAIN,
        )


def _setting(meta: Mapping[str, str], name: str, kind: type[T], where: str) -> T:
    try:
        return msgspec.json.decode(meta.get(name, ""), type=kind)
    except msgspec.DecodeError as problem:
        raise ModelRefused(
            f"{where} does not say the {name} of its nets.", _RETRAIN
        ) from problem


def _sizes(meta: Mapping[str, str], name: str, where: str) -> Sizes:
    """Sizes of a net, within what is sensible: a file cannot ask for all memory."""
    sizes = _setting(meta, name, Sizes, where)
    whole = (sizes.width, sizes.layers, sizes.heads, sizes.hidden)
    if not all(1 <= size <= _LARGEST for size in whole) or sizes.width % sizes.heads:
        raise ModelRefused(f"{where} asks for a {name} of senseless size.", _RETRAIN)
    return sizes


def _array(
    tensors: Tensors, name: str, shape: tuple[int, ...], where: str
) -> npt.NDArray[np.float64]:
    array = tensors.get(name)
    if array is None:
        raise ModelRefused(f"{where} lacks the weights {name}.", _RETRAIN)
    if array.shape != shape:
        raise ModelRefused(
            f"{where} has {name} of shape {array.shape}; {shape} is needed.", _RETRAIN
        )
    out = np.asarray(array, np.float64)
    if not np.isfinite(out).all():
        raise ModelRefused(f"{where} has weights that are not numbers.", _RETRAIN)
    return out


def _why(path: Path, problem: Exception) -> str:
    with path.open("rb") as file:
        start = file.read(4)
    if start[:1] == b"\x80":
        return "it is a pickle"
    if start[:2] == b"PK":
        return "it is an archive with a pickle"
    return str(problem).splitlines()[0].rstrip(".") or "damaged"
