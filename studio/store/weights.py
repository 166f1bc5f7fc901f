"""Weights and checkpoints as safetensors; nothing that could run code is read."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from safetensors import SafetensorError, safe_open
from safetensors.numpy import load as from_bytes
from safetensors.numpy import save as to_bytes

from studio.domain.errors import ModelRefused
from studio.store.config import write_whole
from studio.store.problems import storage_problems
from studio.store.sealing.unlocked import open_to_read, read_bytes, seal_of

Tensors = dict[str, npt.NDArray[Any]]
KIND = "kind"
_PICKLE_STARTS = (b"\x80", b"PK\x03\x04")
_SUFFIXES_OF_PICKLES = {".pt", ".pth", ".pkl", ".pickle", ".ckpt", ".bin"}


def save(
    path: Path, tensors: Mapping[str, npt.NDArray[Any]], meta: dict[str, str]
) -> None:
    """Write tensors with their facts, as a whole or not at all.

    Args:
        path: The file, ending in `.safetensors`.
        tensors: Arrays by name.
        meta: Facts as texts; `kind` names what the weights are of, such as "taste".
    """
    if KIND not in meta:
        raise ValueError(f"weights need their {KIND} among the facts")
    contiguous = {name: np.ascontiguousarray(a) for name, a in tensors.items()}
    write_whole(path, to_bytes(contiguous, metadata=meta))


def load(path: Path, kind: str) -> tuple[Tensors, dict[str, str]]:
    """Read tensors and their facts.

    Raises:
        ModelRefused: The file is missing, a pickle, corrupt, or of another kind.
    """
    with storage_problems(path):
        if not path.is_file():
            raise ModelRefused(
                f"There is no model file {path}.", "Look whether it was moved."
            )
        with open_to_read(path) as file:
            start = file.read(9)
    if _is_pickle(start) or path.suffix in _SUFFIXES_OF_PICKLES:
        raise ModelRefused(
            f"{path.name} is a pickle, which can run code when it is read.",
            "Choose weights in the safetensors format.",
        )
    tensors, meta = _read(path)
    if meta.get(KIND) != kind:
        raise ModelRefused(
            f"{path.name} holds {_article(meta.get(KIND, ''))}, not a {kind} model.",
            f"Choose the weights of a {kind} model.",
        )
    return tensors, meta


def _is_pickle(start: bytes) -> bool:
    """Whether a file starts as a pickle does.

    Safetensors start with the length of their header, whose lowest byte may be that of
    a pickle too, but then the header follows.
    """
    return start.startswith(_PICKLE_STARTS) and start[8:9] != b"{"


def _read(path: Path) -> tuple[Tensors, dict[str, str]]:
    try:
        tensors, meta = _opened(path) if seal_of(path) is None else _in_memory(path)
    except (SafetensorError, OSError, ValueError, TypeError, json.JSONDecodeError) as e:
        raise ModelRefused(
            f"{path.name} is damaged, or not a file of weights.",
            "Choose another file, or train the model again.",
        ) from e
    bad = [
        name
        for name, array in tensors.items()
        if np.issubdtype(array.dtype, np.floating) and not np.isfinite(array).all()
    ]
    if bad:
        raise ModelRefused(
            f"{path.name} holds values that are not numbers, in {bad[0]}.",
            "Train the model again.",
        )
    return tensors, meta


def _opened(path: Path) -> tuple[Tensors, dict[str, str]]:
    with safe_open(path, framework="numpy") as file:
        tensors = {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118
        return tensors, dict(file.metadata() or {})


def _in_memory(path: Path) -> tuple[Tensors, dict[str, str]]:
    """Tensors of a protected project, which are nowhere on the disk in the clear."""
    content = read_bytes(path)
    length = int.from_bytes(content[:8], "little")
    header = json.loads(content[8 : 8 + length])
    meta = header.get("__metadata__") or {}
    return from_bytes(content), {str(key): str(value) for key, value in meta.items()}


def _article(kind: str) -> str:
    return f"a {kind} model" if kind else "something of an unknown kind"
