"""Which addresses may stand in a page, and how files are named."""

from __future__ import annotations

import hashlib
import re
from urllib.parse import urlsplit

from studio.domain.catalogue import Product

NOWHERE = "#"
_SCHEMES = frozenset({"http", "https", "mailto"})
_INVISIBLE = re.compile(r"[\x00-\x20\x7f-\xa0\u2028\u2029]")
_NOT_NAME = re.compile(r"[^a-z0-9]+")
_LONGEST_NAME = 40
_PICTURE_ENDINGS = frozenset({".webp", ".png", ".jpg", ".jpeg", ".gif", ".avif"})


def safe_url(url: str) -> str:
    r"""The address when it is http, https, mailto or relative, else `#`.

    Blanks and control characters go first, because browsers skip them when they read
    a scheme (`java\nscript:`).
    """
    bare = _INVISIBLE.sub("", url)
    if not bare or bare.startswith(("//", "\\", "/\\")):
        return NOWHERE
    try:
        scheme = urlsplit(bare).scheme
    except ValueError:
        return NOWHERE
    head = re.split(r"[/?#]", bare, maxsplit=1)[0]
    if not scheme:
        return NOWHERE if ":" in head else bare
    return bare if scheme in _SCHEMES else NOWHERE


def remote_host(url: str) -> str:
    """Scheme and host of a web address such as `https://shop.example`, or ``""``."""
    if (address := safe_url(url)) == NOWHERE:
        return ""
    parts = urlsplit(address)
    if parts.scheme not in ("http", "https") or not _plain_host(parts.netloc):
        return ""
    return f"{parts.scheme}://{parts.netloc}"


def _plain_host(netloc: str) -> bool:
    """Whether a host can stand in a policy: no user, no quotes, no list of hosts."""
    return re.fullmatch(r"[A-Za-z0-9.-]+(:\d{1,5})?", netloc) is not None


def file_stem(name: str) -> str:
    """A short file name safe on every system, the same for the same text.

    Names that lose anything on the way get a few digits of their hash, so that two
    different names never become one file.
    """
    stem = _NOT_NAME.sub("-", name.lower()).strip("-")[:_LONGEST_NAME].strip("-")
    if stem != name:
        stem = f"{stem}-{hashlib.sha256(name.encode()).hexdigest()[:8]}".strip("-")
    return stem


def picture_file(product: Product, ending: str = "") -> str:
    """File name of a product's picture in an export."""
    own = "." + product.picture.rpartition(".")[2].lower()
    usual = own if own in _PICTURE_ENDINGS else ".webp"
    return f"p-{file_stem(product.id)}{ending or usual}"
