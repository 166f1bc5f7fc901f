"""What a folder with a sentence-transformers model says of itself."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from studio.domain.errors import ModelRefused

MODULES = "modules.json"
PROMPTS = "config_sentence_transformers.json"
SAFE = ".safetensors"
_HEAD = 2**20
"""Bytes of the weights that, with their length, tell one file from another."""
_ASKED, _FOUND = ("query",), ("passage", "document", "corpus")


def check_folder(folder: Path) -> None:
    """Refuse what is no such model, or whose weights could run code.

    Raises:
        ModelRefused: Says what is wrong, and what to choose.
    """
    hint = "Choose the folder of a sentence-transformers model."
    if not folder.is_dir():
        raise ModelRefused(f"There is no folder {folder}.", hint)
    if not (folder / MODULES).is_file():
        raise ModelRefused(f"{folder} holds no text encoder: no {MODULES}.", hint)
    if not _weights(folder):
        raise ModelRefused(
            f"The weights in {folder} are not in the safetensors format;"
            " a pickle can run code when it is read.",
            "Choose a copy of the model with a file model.safetensors.",
        )


def folder_mark(folder: Path) -> str:
    """A short text that differs when the model does."""
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*.json")):
        digest.update(path.relative_to(folder).as_posix().encode())
        digest.update(path.read_bytes())
    for path in _weights(folder):
        digest.update(str(path.stat().st_size).encode())
        with path.open("rb") as file:
            digest.update(file.read(_HEAD))
    return f"folder-{digest.hexdigest()[:16]}"


def prompts_of(folder: Path) -> tuple[str, str]:
    """What the model wants before a query and before a passage.

    The E5 family wants `query: ` and `passage: ` but its folders do not always say so.
    """
    said = _json(folder / PROMPTS).get("prompts")
    known = said if isinstance(said, dict) else {}
    query = next((str(known[n]) for n in _ASKED if n in known), "")
    passage = next((str(known[n]) for n in _FOUND if n in known), "")
    named = str(_json(folder / "config.json").get("_name_or_path", ""))
    if not (query or passage) and "e5" in f"{folder.name} {named}".casefold():
        return "query: ", "passage: "
    return query, passage


def _weights(folder: Path) -> list[Path]:
    return sorted(folder.rglob(f"*{SAFE}"))


def _json(path: Path) -> dict[str, Any]:
    try:
        found = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}
