"""Looks for known persons in every byte of a folder, plain or in disguise."""

from __future__ import annotations

import base64
import gzip
import hashlib
import io
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote, quote_plus

import pyarrow.parquet as pq  # type: ignore[import-untyped]

_LEAST = 5
"""A disguise of fewer bytes is in any file by chance."""


def disguises(secret: str) -> dict[bytes, str]:
    """Every form in which a secret could lie in a file, with what the form is."""
    found: dict[bytes, str] = {}
    spellings = {secret, secret.lower(), secret.upper(), secret.title()}
    digits = "".join(c for c in secret if c.isdigit())
    if len(digits) > 8 and digits.isascii():
        spellings.add(digits)
    for text in spellings:
        for encoding in ("utf-8", "utf-16-le", "utf-16-be", "gbk", "latin-1"):
            try:
                raw = text.encode(encoding)
            except UnicodeEncodeError:
                continue
            found[raw] = encoding
            found[raw[::-1]] = f"{encoding} reversed"
        found[text[::-1].encode()] = "reversed"
        raw = text.encode()
        for offset in range(3):
            whole = base64.b64encode(b"\0" * offset + raw)
            inner = whole[(4 if offset else 0) : -4 if len(raw) + offset % 3 else None]
            if len(inner) > 8:
                found[inner] = f"base64 at {offset}"
                found[inner.translate(bytes.maketrans(b"+/", b"-_"))] = "base64 of URLs"
        found[raw.hex().encode()] = "hex"
        found[raw.hex().upper().encode()] = "hex"
        found[quote(text).encode()] = "URL"
        found[quote_plus(text).encode()] = "URL"
        found[text.encode("unicode_escape")] = "escaped"
        for name in ("md5", "sha1", "sha256"):
            digest = hashlib.new(name, raw)
            found[digest.hexdigest().encode()] = name
            found[digest.digest()] = f"{name}, raw"
            found[base64.b64encode(digest.digest())] = f"{name}, base64"
    return {form: name for form, name in found.items() if len(form) >= _LEAST}


def contents(path: Path) -> Iterator[tuple[str, bytes]]:
    """The bytes of a file, and of what is compressed inside of it; also its name."""
    yield "name", path.name.encode()
    raw = path.read_bytes()
    yield "bytes", raw
    if raw[:4] == b"PAR1":
        yield "Parquet", _parquet(path)
    elif raw[:2] == b"\x1f\x8b":
        yield "gzip", gzip.decompress(raw)
    elif raw[:4] == b"PK\x03\x04":
        with zipfile.ZipFile(io.BytesIO(raw)) as packed:
            for name in packed.namelist():
                yield name, packed.read(name)


def _parquet(path: Path) -> bytes:
    """The decompressed values, dictionaries and statistics of a Parquet file."""
    file = pq.ParquetFile(path)
    texts = [n for n, f in enumerate(file.schema_arrow) if str(f.type) == "string"]
    names = [file.schema_arrow.field(n).name for n in texts]
    out = [str(file.metadata.metadata).encode(), str(file.schema).encode()]
    for group in range(file.num_row_groups):
        for column in range(file.metadata.num_columns):
            chunk = file.metadata.row_group(group).column(column)
            out += [str(chunk).encode()]
    dictionaries = pq.ParquetFile(path, read_dictionary=names).read()
    for chunked in dictionaries.columns:
        for chunk in chunked.chunks:
            out += [buffer.to_pybytes() for buffer in _buffers(chunk)]
    file.close()
    return b"\n".join(out)


def _buffers(array: Any) -> Iterator[Any]:
    yield from (buffer for buffer in array.buffers() if buffer is not None)
    if hasattr(array, "dictionary"):
        yield from _buffers(array.dictionary)


def traces(secrets: Sequence[str], *folders: Path) -> list[str]:
    """Where a secret was found: secret, form, file and place in it."""
    forms = [(form, name, s) for s in secrets for form, name in disguises(s).items()]
    found = []
    for folder in folders:
        for path in sorted(p for p in folder.rglob("*") if p.is_file()):
            for part, raw in contents(path):
                found += [
                    f"{secret} as {name} in {path.relative_to(folder)} ({part})"
                    for form, name, secret in forms
                    if form in raw
                ]
    return found
