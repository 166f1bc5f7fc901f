"""Sizes and training settings of the taste models."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec

ModelName = Literal["sasrec", "article"]
Preset = Literal["quick", "base", "large"]


USUAL = 500
"""Products of a shop that the presets' epochs are set for."""
MANY = 2000
"""With more products than this, each is known from few events."""


Size = Annotated[int, msgspec.Meta(ge=1, le=2048)]
"""A weights file that was tampered with must not ask for all memory."""


class NetSize(msgspec.Struct, frozen=True):
    """Sizes of the transformer."""

    width: Size = 64  # D: numbers of a product, a step and a taste
    blocks: Size = 2
    heads: Size = 2
    length: Size = 50  # L: steps that are looked back at
    inner: Size = 2  # width of the feed-forward layer, times D
    scaled: bool = False  # products of the steps times the root of D

    def __post_init__(self) -> None:
        """Refuse a width that the heads cannot share evenly."""
        if self.width % self.heads:
            raise ValueError(f"{self.heads} heads cannot share {self.width} numbers")


class Training(msgspec.Struct, frozen=True):
    """How a model is trained."""

    epochs: int = 24
    batch: int = 128
    rate: float = 2e-3
    weight_decay: float = 0.02
    dropout: float = 0.3
    product_dropout: float = 0.1  # share of products shown by their text alone
    negatives: int = 512
    warm_up: float = 0.05  # share of all training steps
    average: float = 0.99  # decay of the averaged weights
    patience: int = 5  # epochs without a better NDCG@10
    judged: int = 4000  # shoppers that each epoch is judged on, at most
    bf16: bool = False  # matrices multiplied in 16 bits
    recompute: bool = False  # blocks computed twice instead of being kept in memory


class Private(msgspec.Struct, frozen=True):
    """Differential privacy of a training; a `delta` of 0 follows from the shoppers."""

    epsilon: float = 8.0
    delta: float = 0.0
    clip: float = 1.0  # greatest length of a shopper's gradient


class Settings(msgspec.Struct, frozen=True):
    """All settings of one run; kept with the weights."""

    model: ModelName = "sasrec"
    net: NetSize = NetSize()
    training: Training = Training()
    seed: int = 20261124
    private: Private | None = None


PRESETS: dict[Preset, Settings] = {
    "quick": Settings(
        net=NetSize(width=48, blocks=1),
        training=Training(epochs=12, rate=4e-3, patience=3, judged=2000),
    ),
    "base": Settings(),
    "large": Settings(
        net=NetSize(width=1024, blocks=9, heads=16, inner=4, scaled=True),
        training=Training(
            epochs=40,
            batch=256,
            rate=3e-4,
            dropout=0.4,
            negatives=2048,
            patience=8,
            bf16=True,
            recompute=True,
        ),
    ),
}
"""`large` has over 100 million numbers to learn, and wants a graphics card."""

FEWER = 0.85
"""Share of the epochs that a wider net over many products needs beside a memory."""
_WIDTHS = {48: 64, 64: 128}
"""Of quick and base, where there are many products to tell apart."""

_ARTICLE_SIZES: tuple[tuple[Preset, int, int], ...] = (
    ("quick", 3, 512),
    ("base", 10, 256),
    ("large", 10, 32),
)
ARTICLE: dict[Preset, Settings] = {
    preset: Settings(
        model="article",
        net=NetSize(width=64, blocks=1, heads=1, length=20),
        training=Training(
            epochs=epochs,
            batch=batch,
            rate=1e-3,
            weight_decay=0.0,
            dropout=0.0,
            product_dropout=0.0,
            negatives=1,
            warm_up=0.0,
            average=0.0,
            patience=epochs,
            judged=1000,
        ),
    )
    for preset, epochs, batch in _ARTICLE_SIZES
}
"""The article trains 10 epochs with batches of 32 and Adam at 0.001; `quick` and `base`
take larger batches, which a processor without a graphics card gets through in time."""


def settings_for(
    model: ModelName, preset: Preset, seed: int, epochs: int | None = None
) -> Settings:
    """The settings of a preset, with another number of epochs where one is given."""
    chosen = (ARTICLE if model == "article" else PRESETS)[preset]
    training = chosen.training
    if epochs is not None:
        training = msgspec.structs.replace(training, epochs=max(epochs, 1))
    return msgspec.structs.replace(chosen, training=training, seed=seed)


def for_catalogue(settings: Settings, products: int) -> Settings:
    """More epochs for a larger catalogue, where each product is learned from less.

    Up to USUAL products the preset's number is right; beyond, it grows with the root
    of their number, up to double. Early stopping ends what comes too late. A catalogue
    of over MANY products gets a wider net that is held back more.
    """
    if settings.model == "article":
        return settings
    if products > MANY and settings.private is None:
        return _for_many(settings)
    more = min(max((products / USUAL) ** 0.5, 1.0), 3.0)
    epochs = round(settings.training.epochs * more)
    training = msgspec.structs.replace(settings.training, epochs=epochs)
    return msgspec.structs.replace(settings, training=training)


def _for_many(settings: Settings) -> Settings:
    """Settings for products known from few events each (measured on Amazon Beauty)."""
    net, training = settings.net, settings.training
    width = _WIDTHS.get(net.width, net.width)
    return msgspec.structs.replace(
        settings,
        net=msgspec.structs.replace(net, width=width, scaled=True),
        training=msgspec.structs.replace(
            training,
            epochs=max(1, round(training.epochs * FEWER)),
            batch=256,
            dropout=0.5,
            weight_decay=0.05,
        ),
    )
