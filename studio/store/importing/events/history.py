"""The events that a project holds, as columns of numbers."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from studio.domain.behaviour import EVENT_KINDS
from studio.store.importing.events.cells import NO_TIME, Floats
from studio.store.importing.events.rows import EventRows, Lists
from studio.store.numbered import (
    NONE,
    Codes,
    Words,
    joined,
    looked_up,
)
from studio.store.sealing.unlocked import open_to_read
from studio.store.tables import column_of, texts_of

if TYPE_CHECKING:
    import pyarrow as pa  # type: ignore[import-untyped]
else:
    pa = Any


class History:
    """The stored events of a project, sorted; texts are read with the first look."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.lists = Lists()
        self._product_codes: Codes | None = None

    def products(self) -> pa.Array:
        """The products that events name, each once."""
        if self._product_codes is None:
            self._product_codes = self._texts("product", self.lists.product)
        codes = np.unique(self._product_codes[self._product_codes != NONE])
        return self.lists.product.texts.take(import_module("pyarrow").array(codes))

    def lost(self, unknown: frozenset[str]) -> tuple[int, str]:
        """How many events other than searches name one of some products, and one."""
        self.products()
        if self._product_codes is None or not unknown:
            return 0, ""
        names = self.lists.product.texts.to_pylist()
        among = np.array([name in unknown for name in names], np.bool_)
        gone = looked_up(self._product_codes, among, missing=False)
        gone &= self._kinds() != EVENT_KINDS.index("search")
        if not gone.any():
            return 0, ""
        left = {names[code] for code in np.unique(self._product_codes[gone])}
        return int(gone.sum()), min(left)

    def rows(self) -> EventRows:
        """All stored events, numbered by the lists of this history."""
        self.products()
        product = self._product_codes
        self._product_codes = None
        if product is None:  # nothing is stored
            product = np.zeros(0, np.int32)
        country = None
        if "country" in self._names():
            country = self._texts("country", self.lists.country)
            country = country if (country != NONE).any() else None
        return EventRows(
            shopper=self._texts("shopper", self.lists.shopper),
            kind=self._kinds(),
            product=product,
            query=self._texts("query", self.lists.query),
            time=np.asarray(
                self._read("time").cast("int64").fill_null(NO_TIME), np.int64
            ),
            session=self._texts("session", self.lists.session),
            quantity=self._floats("quantity"),
            price=self._floats("price"),
            country=country,
        )

    def _texts(self, name: str, words: Words) -> Codes:
        codes, texts = joined(self._read(name, texts=True).chunks)
        words.texts = texts.cast("string")
        return codes

    def _kinds(self) -> npt.NDArray[np.int8]:
        words = Words()
        codes = self._texts("kind", words)
        names = words.texts.to_pylist()
        known = {name: at for at, name in enumerate(EVENT_KINDS)}
        each = np.array([known.get(name, NONE) for name in names], np.int8)
        kinds: npt.NDArray[np.int8] = looked_up(codes, each, NONE)
        return kinds

    def _floats(self, name: str) -> Floats:
        return np.asarray(self._read(name).cast("double").fill_null(np.nan), np.float64)

    def _names(self) -> list[str]:
        parquet = import_module("pyarrow.parquet")
        with open_to_read(self._path) as file:
            return list(parquet.read_schema(file).names)

    def _read(self, name: str, *, texts: bool = False) -> pa.ChunkedArray:
        with open_to_read(self._path) as file:
            return texts_of(file, name) if texts else column_of(file, name)
