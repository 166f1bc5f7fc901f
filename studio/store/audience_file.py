"""The audience: personas in SQLite, its arrays in one safetensors file."""

from __future__ import annotations

import os
from pathlib import Path

import msgspec
import numpy as np
import numpy.typing as npt

from studio.domain.behaviour import Floats
from studio.domain.errors import InputProblem
from studio.domain.persona import EVERYONE, Audience, Persona, Tried
from studio.domain.privacy import SMALLEST_GROUP
from studio.store import weights
from studio.store.database import Database, decode

KIND = "audience"
_RENAMED = "renamed_personas"
_ARRAYS = ("member", "shopper_xy", "product_xy", "scores", "popularity")


class _Facts(msgspec.Struct, frozen=True):
    file: str
    silhouette: float | None
    run_id: str
    source: str
    floor: int = SMALLEST_GROUP
    stability: float | None = None
    tried: tuple[Tried, ...] = ()
    projection: str = "tsne"


class Removed(msgspec.Struct, frozen=True):
    """The file of the audience of before, and who (S,) of it stays."""

    file: str
    stays: npt.NDArray[np.bool_]


class AudienceFile:
    """Saves and reads the one current audience of a project."""

    def __init__(self, database: Database, data: Path) -> None:
        self._db = database
        self._data = data
        self._loaded: tuple[str, weights.Tensors] | None = None

    @property
    def made_with(self) -> int:
        """The floor that the current audience was made with."""
        facts = self._facts()
        return SMALLEST_GROUP if facts is None else facts.floor

    @property
    def file(self) -> str:
        """The name of the current audience's file in data/; empty for none."""
        facts = self._facts()
        return "" if facts is None else facts.file

    def save(
        self,
        audience: Audience,
        floor: int = SMALLEST_GROUP,
        *,
        keep_old: bool = False,
    ) -> None:
        """Make an audience the current one; segments renamed by hand stay so.

        Args:
            audience: What is kept.
            floor: What its personas and portraits were made with.
            keep_old: The caller deletes the earlier file.
        """
        old = self._facts()
        renamed = self._db.fact(_RENAMED, dict[str, str], {})
        number = self._db.fact("last_audience", int, 0) + 1
        file = f"audience-{number:04d}-{os.getpid()}.safetensors"
        tensors = {name: getattr(audience, name) for name in _ARRAYS}
        tensors["shoppers"] = _as_bytes(audience.shoppers)
        tensors["products"] = _as_bytes(audience.products)
        weights.save(self._data / file, tensors, {weights.KIND: KIND})
        facts = _Facts(
            file,
            audience.silhouette,
            audience.run_id,
            audience.source,
            floor,
            audience.stability,
            audience.tried,
            audience.projection,
        )
        with self._db.transaction():
            self._db.set_fact("last_audience", number)
            self._db.set_fact("audience", facts)
            self._db.run("DELETE FROM personas")
            self._db.run_many(
                "INSERT INTO personas VALUES (?, ?, ?)",
                [
                    (place, persona.id, msgspec.json.encode(_named(persona, renamed)))
                    for place, persona in enumerate(audience.personas)
                ],
            )
        if old is not None and not keep_old:
            (self._data / old.file).unlink(missing_ok=True)

    def without(self, gone: frozenset[str]) -> Removed | None:
        """Take shoppers out of the audience; part of the caller's transaction.

        Personas keep their portraits and get their new sizes.

        Returns:
            Who stays, and the file that the caller deletes when all is done; None when
            nobody had to go.
        """
        audience, facts = self.load(), self._facts()
        if audience is None or facts is None:
            return None
        stays = np.array([s not in gone for s in audience.shoppers], np.bool_)
        if stays.all():
            return None
        member = audience.member[stays]
        sizes = np.bincount(member[member >= 0], minlength=len(audience.personas))
        out = int((~stays).sum())
        personas = [
            msgspec.structs.replace(
                persona,
                size=max(persona.size - out, 0)
                if persona.id == EVERYONE
                else int(sizes[at]),
            )
            for at, persona in enumerate(audience.personas)
        ]
        self.save(
            msgspec.structs.replace(
                audience,
                personas=tuple(personas),
                shoppers=tuple(
                    s for s, stay in zip(audience.shoppers, stays, strict=True) if stay
                ),
                member=member,
                shopper_xy=audience.shopper_xy[stays],
            ),
            facts.floor,
            keep_old=True,
        )
        return Removed(facts.file, stays)

    def load(self) -> Audience | None:
        """The current audience, or None before the first."""
        facts = self._facts()
        if facts is None:
            return None
        if self._loaded is None or self._loaded[0] != facts.file:
            tensors, _ = weights.load(self._data / facts.file, KIND)
            self._loaded = (facts.file, tensors)
        tensors = self._loaded[1]
        return Audience(
            personas=self.personas(),
            shoppers=_as_texts(tensors["shoppers"]),
            products=_as_texts(tensors["products"]),
            member=tensors["member"],
            shopper_xy=tensors["shopper_xy"],
            product_xy=tensors["product_xy"],
            scores=tensors["scores"],
            popularity=tensors["popularity"],
            silhouette=facts.silhouette,
            run_id=facts.run_id,
            source="cluster" if facts.source == "cluster" else "segment",
            stability=facts.stability,
            tried=facts.tried,
            projection="principal" if facts.projection == "principal" else "tsne",
        )

    def redraw(self, audience: Audience, plane: tuple[Floats, Floats]) -> bool:
        """Put a better map under the current personas; what was made of them stays.

        Args:
            audience: That the map was drawn for.
            plane: Places of its shoppers (S, 2) and products (I, 2).

        Returns:
            False, and nothing is changed, where the audience is of other shoppers or
            products by now.
        """
        with self._db.transaction():
            now, facts = self.load(), self._facts()
            if now is None or facts is None or now.run_id != audience.run_id:
                return False
            if (now.shoppers, now.products) != (audience.shoppers, audience.products):
                return False
            drawn = msgspec.structs.replace(
                now, shopper_xy=plane[0], product_xy=plane[1], projection="tsne"
            )
            self.save(drawn, facts.floor, keep_old=True)
        (self._data / facts.file).unlink(missing_ok=True)
        return True

    def personas(self) -> tuple[Persona, ...]:
        """The personas alone, without the arrays."""
        rows = self._db.all("SELECT persona FROM personas ORDER BY place")
        return tuple(decode(row["persona"], Persona) for row in rows)

    def rename(self, persona_id: str, name: str, name_zh: str = "") -> None:
        """Give a persona another name; without a Chinese one it is for both."""
        with self._db.transaction():
            row = self._db.one("SELECT persona FROM personas WHERE id = ?", persona_id)
            if row is None:
                raise InputProblem(
                    f"There is no persona {persona_id} in this project.",
                    "Choose one of the list of personas.",
                )
            persona = decode(row["persona"], Persona)
            renamed = self._db.fact(_RENAMED, dict[str, str], {})
            self._db.set_fact(_RENAMED, renamed | {persona_id: name})
            self._db.run(
                "UPDATE personas SET persona = ? WHERE id = ?",
                msgspec.json.encode(
                    msgspec.structs.replace(persona, name=name, name_zh=name_zh)
                ),
                persona_id,
            )

    def _facts(self) -> _Facts | None:
        return self._db.maybe("audience", _Facts)


def _named(persona: Persona, renamed: dict[str, str]) -> Persona:
    if persona.source != "segment":  # a cluster of the same id is another group
        return persona
    name = renamed.get(persona.id, persona.name)
    return msgspec.structs.replace(persona, name=name)


def _as_bytes(texts: tuple[str, ...]) -> np.ndarray[tuple[int], np.dtype[np.uint8]]:
    return np.frombuffer(msgspec.json.encode(texts), dtype=np.uint8)


def _as_texts(array: np.ndarray[tuple[int], np.dtype[np.uint8]]) -> tuple[str, ...]:
    return decode(array.tobytes(), tuple[str, ...])
