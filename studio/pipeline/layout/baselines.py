"""What a layout model must beat: samplers without a net, and a copier."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from studio.pipeline.layout.pages import PageSet
from studio.pipeline.layout.vocabulary import BLOCKS, FIELDS, Codes, lengths


def marginal_sampler(pages: PageSet, n: int, seed: int) -> Codes:
    """Pages whose blocks are drawn one by one from all; lengths are real ones."""
    rng = np.random.default_rng(seed)
    rows = _draw(pages, n, rng)
    sizes = lengths(pages.codes)
    weight = np.repeat(pages.weight, sizes)
    alive = np.arange(BLOCKS)[None] < sizes[:, None]
    blocks = pages.codes[alive]
    made = np.zeros((n, BLOCKS, FIELDS), np.uint8)
    for at, row in enumerate(rows):
        size = sizes[row]
        made[at, :size] = blocks[rng.choice(len(blocks), size, p=weight / weight.sum())]
    return made


def bigram_sampler(pages: PageSet, n: int, seed: int) -> Codes:
    """Pages whose next block is drawn from what follows the last type in real pages."""
    rng = np.random.default_rng(seed)
    follows: dict[int, list[Codes]] = {}
    chance: dict[int, list[float]] = {}
    for codes, weight, size in zip(
        pages.codes, pages.weight, lengths(pages.codes), strict=True
    ):
        before = 0
        for block in codes[: min(size + 1, BLOCKS)]:
            follows.setdefault(before, []).append(block)
            chance.setdefault(before, []).append(float(weight))
            before = int(block[0])
    share = {key: np.asarray(w) / np.sum(w) for key, w in chance.items()}
    made = np.zeros((n, BLOCKS, FIELDS), np.uint8)
    for page in made:
        before = 0
        for at in range(BLOCKS):
            options = follows[before]
            block = options[rng.choice(len(options), p=share[before])]
            if block[0] == 0 and at > 0:
                break
            page[at] = block
            before = int(block[0])
            if before not in follows:
                break
    return made


def nearest_page_copier(pages: PageSet, n: int, seed: int) -> Codes:
    """Real pages as they are, drawn by weight: realistic, and never new."""
    rng = np.random.default_rng(seed)
    return pages.codes[_draw(pages, n, rng)]


def _draw(pages: PageSet, n: int, rng: np.random.Generator) -> npt.NDArray[np.int64]:
    out: npt.NDArray[np.int64] = rng.choice(
        len(pages), n, p=pages.weight / pages.weight.sum()
    )
    return out
