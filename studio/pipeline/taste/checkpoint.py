"""A training's state as named arrays, and back; refuses what does not fit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec
import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor

from studio.domain.errors import ModelRefused
from studio.pipeline.taste.learner import Learner
from studio.pipeline.taste.loop import Loop, Place
from studio.pipeline.taste.settings import Settings

KIND = "taste"
BY_PRODUCT = ("product.weight", "token.weight")
"""Weights with one row a product, which are matched by product id."""

Arrays = dict[str, npt.NDArray[Any]]


class Weights(msgspec.Struct, frozen=True):
    """Arrays of a trained model with what is needed to read them.

    `products` are the ids of the rows of the product embedding; `warm` (I,) says which
    of them the model has learned from. `extra` holds arrays of other stages, such as
    the text space; `memory` those of `Memory.arrays`, where there is one.
    """

    net: Arrays
    settings: Settings
    products: tuple[str, ...]
    warm: npt.NDArray[np.bool_]
    extra: Arrays = {}
    memory: Arrays = {}

    def arrays(self) -> Arrays:
        """All of it as arrays, for the store."""
        named: Arrays = {f"net/{name}": value for name, value in self.net.items()}
        named["warm"] = self.warm
        named |= {f"memory/{name}": value for name, value in self.memory.items()}
        return named | {f"extra/{name}": value for name, value in self.extra.items()}

    def meta(self) -> dict[str, str]:
        """The facts that lie beside the arrays."""
        return {
            "kind": KIND,
            "settings": msgspec.json.encode(self.settings).decode(),
            "products": msgspec.json.encode(self.products).decode(),
        }


def weights_of(tensors: Mapping[str, Tensor]) -> Arrays:
    """Tensors of a net as arrays."""
    return {name: tensor.detach().cpu().numpy() for name, tensor in tensors.items()}


def read_weights(arrays: Arrays, meta: Mapping[str, str], name: str) -> Weights:
    """Read what `Weights` wrote; raises ModelRefused with the reason.

    Args:
        arrays: The arrays of the file.
        meta: Its facts.
        name: What to call the file in a refusal.
    """
    try:
        settings = msgspec.json.decode(meta["settings"], type=Settings)
        products = msgspec.json.decode(meta["products"], type=tuple[str, ...])
        warm = arrays["warm"].astype(np.bool_)
    except (KeyError, msgspec.MsgspecError) as error:
        raise ModelRefused(
            f"{name} does not say which products it was trained on.",
            "Choose weights that Vitrine has trained.",
        ) from error
    if len(warm) != len(products):
        raise _other_shape(name, "warm")
    return Weights(
        net=_part(arrays, "net/"),
        settings=settings,
        products=products,
        warm=warm,
        extra=_part(arrays, "extra/"),
        memory=_part(arrays, "memory/"),
    )


def fit_to_products(
    weights: Weights, products: Sequence[str], fresh: Mapping[str, Tensor], name: str
) -> tuple[dict[str, Tensor], int]:
    """Move a model's weights to another list of products, by id.

    Products that the model does not know keep the `fresh` weights.

    Returns:
        The tensors, and the number of products that matched.

    Raises:
        ModelRefused: A weight is missing or of another shape.
    """
    place = {product: at for at, product in enumerate(weights.products)}
    known = [at for at, product in enumerate(products) if product in place]
    old = [place[products[at]] for at in known]
    fitted = {}
    for key, tensor in fresh.items():
        if key not in weights.net:
            raise _other_shape(name, key)
        value = torch.from_numpy(np.array(weights.net[key]))
        if key in BY_PRODUCT and value.shape[1:] == tensor.shape[1:]:
            value = _moved(value, tensor, (old, known))
        floats = value.is_floating_point() == tensor.is_floating_point()
        if value.shape != tensor.shape or not floats:
            raise _other_shape(name, key)
        fitted[key] = value.to(tensor)
    return fitted, len(known)


def checkpoint_of(loop: Loop) -> tuple[Arrays, dict[str, str]]:
    """Everything that is needed to go on as if training had not stopped."""
    arrays: Arrays = {}
    for part, tensors in _parts(loop).items():
        arrays |= {f"{part}/{name}": v for name, v in weights_of(tensors).items()}
    state = loop.optimiser.state_dict()["state"]
    for number, values in state.items():
        for name, value in values.items():
            arrays[f"optimiser/{number}/{name}"] = value.detach().cpu().numpy()
    return arrays, {"place": msgspec.json.encode(loop.place).decode()}


def go_on_from(loop: Loop, arrays: Arrays, meta: Mapping[str, str], name: str) -> None:
    """Put a loop where a checkpoint left it; raises ModelRefused."""
    for part, tensors in _parts(loop).items():
        stored = _part(arrays, f"{part}/")
        for key, tensor in tensors.items():
            if key not in stored or stored[key].shape != tuple(tensor.shape):
                raise _other_shape(name, key)
            tensor.copy_(torch.from_numpy(np.array(stored[key])))
    loop.learner.net.load_state_dict(_tensors(_part(arrays, "now/")))
    state: dict[int, dict[str, Tensor]] = {}
    for key, value in _part(arrays, "optimiser/").items():
        number, _, field = key.partition("/")
        state.setdefault(int(number), {})[field] = torch.from_numpy(np.array(value))
    loop.optimiser.load_state_dict(
        {"state": state, "param_groups": loop.optimiser.state_dict()["param_groups"]}
    )
    try:
        loop.place = msgspec.json.decode(meta["place"], type=Place)
    except (KeyError, msgspec.MsgspecError) as error:
        raise ModelRefused(
            f"{name} does not say how far its training was.",
            "Train the model anew.",
        ) from error


def start_from(
    learner: Learner, weights: Weights, products: Sequence[str], name: str
) -> int:
    """Begin with another model's weights; returns how many products matched."""
    fresh = learner.net.state_dict()
    fitted, matched = fit_to_products(weights, products, fresh, name)
    learner.net.load_state_dict(fitted)
    return matched


def _parts(loop: Loop) -> dict[str, dict[str, Tensor]]:
    now = loop.learner.net.state_dict()
    return {"now": now, "average": loop.average, "best": loop.best}


def _part(arrays: Arrays, start: str) -> Arrays:
    return {k[len(start) :]: v for k, v in arrays.items() if k.startswith(start)}


def _tensors(arrays: Arrays) -> dict[str, Tensor]:
    return {name: torch.from_numpy(np.array(value)) for name, value in arrays.items()}


def _moved(value: Tensor, fresh: Tensor, rows: tuple[list[int], list[int]]) -> Tensor:
    """Rows of known products moved; the last row (no product) is kept."""
    moved = fresh.detach().clone()
    moved[rows[1]] = value[rows[0]].to(moved)
    moved[-1] = value[-1].to(moved)
    return moved


def _other_shape(name: str, key: str) -> ModelRefused:
    return ModelRefused(
        f"{name} is of another shape: {key} does not fit.",
        "Choose weights of the same model and preset, or train anew.",
    )
