"""The model's memory: what shoppers met next after each product, counted.

A sparse product-to-product matrix beside the net. Like item-kNN (Sarwar et al., 2001),
but it keeps the direction (what came after counts more than what came before) and the
distance between two steps, as in sequential rules (Ludewig and Jannach, 2018). The net
knows what is alike, the memory knows what was really taken together; their sum ranks
better than either. How much the memory counts is chosen on the validation step.
"""

from __future__ import annotations

import msgspec
import numpy as np
import numpy.typing as npt
import scipy.sparse as sp  # type: ignore[import-untyped]

from studio.domain.behaviour import Floats, Ints
from studio.domain.taste import Flags, Steps
from studio.pipeline.taste.metrics import Scores
from studio.pipeline.taste.sparse import rows_of, strongest
from studio.pipeline.taste.split import HeldOut

AFTER, BEFORE = 1.0, 0.4
"""What a pair counts for what came after, and for what came before."""
NEAR = 0.75
"""A pair one step further apart counts so much less."""
REACH = 12
"""Steps between the two of a pair, at most."""
MOST_PAIRS = 30_000_000
"""Pairs counted; a larger shop's steps are paired with fewer of their neighbours."""
MOST_STEPS = 10_000_000
"""Steps counted; of a larger shop every nth shopper is."""
SOURCE_DAMPED, TARGET_DAMPED = 0.4, 0.2
"""Powers of the products' counts that their pairs are divided by."""
LINKS = 300
"""Strongest links kept of each product."""
RECENT = 20
"""Last steps of a shopper that are remembered."""
FADES = (0.6, 0.8, 0.95)
"""A step one further back counts so much less; chosen on the validation step."""
WEIGHTS = (0.0, 0.25, 0.5, 1.0, 2.0, 3.0, 4.0, 6.0, 8.0, 12.0, 16.0)
"""What the memory counts beside the net; chosen on the validation step."""


class Memory(msgspec.Struct, frozen=True):
    """Links (I, I) from a product to those that followed it, and how they count.

    The strongest links of the products are 1 on average, so that `weight` is in the
    units of the net's scores.
    """

    links: sp.csr_matrix
    weight: float = 0.0
    fade: float = FADES[0]

    @property
    def counts(self) -> bool:
        """Whether the memory has a say."""
        return self.weight > 0 and self.links.nnz > 0

    def recalled(self, steps: Steps, asked: HeldOut) -> sp.csr_matrix:
        """Sparse scores (N, I) of the products linked to the shoppers' last steps."""
        return (recent_steps(steps, asked, self) @ self.links).tocsr()

    def add_to(self, scores: Scores, steps: Steps, asked: HeldOut) -> Scores:
        """Add the weighted memory to scores (N, I), in place."""
        if self.counts:
            found = self.recalled(steps, asked)
            worth = np.float32(self.weight) * found.data
            row = rows_of(found)
            if scores.flags.c_contiguous:  # a third of the time
                at = row * scores.shape[1] + found.indices
                scores.reshape(-1)[at] += worth
            else:
                scores[row, found.indices] += worth
        return scores

    def parts(self, steps: Steps, asked: HeldOut) -> Scores:
        """What each of the last T steps adds to the score of `asked.target`, (N, T).

        Column t is the step `end - T + t`; the row sum is what `add_to` adds.
        """
        longest = int((asked.end - steps.start[asked.shopper]).max(initial=1))
        out = np.zeros((len(asked), longest), np.float32)
        place, real = _recent(steps, asked)
        row, back = np.nonzero(real)
        if not len(row):  # scipy gives no array for no places
            return out
        at = place[row, back]
        link = np.asarray(self.links[steps.product[at], asked.target[row]]).ravel()
        worth = self.weight * self.fade ** back.astype(np.float64) * link
        out[row, longest - (asked.end[row] - at)] = worth
        return out

    def arrays(self) -> dict[str, npt.NDArray[np.generic]]:
        """The memory as named arrays, for the store."""
        return {
            "links": self.links.data,
            "to": self.links.indices.astype(np.int32),
            "from": self.links.indptr.astype(np.int64),
            "how": np.array([self.weight, self.fade], np.float32),
        }


def memory_of(
    arrays: dict[str, npt.NDArray[np.generic]], products: int
) -> Memory | None:
    """What `Memory.arrays` gave; None for anything else."""
    try:
        data, to, start, how = (arrays[name] for name in ("links", "to", "from", "how"))
    except KeyError:
        return None
    sound = (
        start.shape == (products + 1,)
        and start.dtype.kind == to.dtype.kind == "i"
        and start[0] == 0
        and how.shape == (2,)
        and to.shape == data.shape == (int(start[-1]),)
        and (np.diff(start) >= 0).all()
        and (not len(to) or (to.min() >= 0 and to.max() < products))
        and np.isfinite(data).all()
        and np.isfinite(how).all()
    )
    if not sound:
        return None
    links = sp.csr_matrix(
        (data.astype(np.float32), to, start), shape=(products, products)
    )
    return Memory(links, float(how[0]), float(how[1]))


def moved(memory: Memory, places: Ints, products: int) -> Memory:
    """The memory for another list of products; `places` (I,) are the new ones, or -1.

    Links from or to a product that is not in the new list are left out.
    """
    pairs = memory.links.tocoo()
    row, column = places[pairs.row], places[pairs.col]
    kept = (row >= 0) & (column >= 0)
    links = sp.csr_matrix(
        (pairs.data[kept], (row[kept], column[kept])), shape=(products, products)
    )
    return msgspec.structs.replace(memory, links=links)


def learn_memory(steps: Steps, end: Ints, products: int) -> Memory:
    """Count what followed what in the shoppers' steps before `end` (S,)."""
    shopper, product = _walks(steps, end)
    reach = max(3, min(REACH, MOST_PAIRS // max(len(product), 1)))
    links = sp.csr_matrix((products, products), dtype=np.float32)
    for apart in range(1, min(reach, len(product) - 1) + 1):
        same = shopper[:-apart] == shopper[apart:]
        first, then = product[:-apart][same], product[apart:][same]
        if not len(first):
            break
        links = links + _pairs(first, then, NEAR ** (apart - 1), products)
    links.setdiag(0)
    links.eliminate_zeros()
    count = np.bincount(product, minlength=products)
    return Memory(_even(strongest(_damped(links, count), LINKS)))


def recent_steps(steps: Steps, asked: HeldOut, memory: Memory) -> sp.csr_matrix:
    """Weights (N, I) of the last products of N shoppers before `end`."""
    place, real = _recent(steps, asked)
    row, back = np.nonzero(real)
    worth = memory.fade ** back.astype(np.float64)
    return sp.csr_matrix(
        (worth.astype(np.float32), (row, steps.product[place[real]])),
        shape=(len(asked), memory.links.shape[0]),
    )


def _recent(steps: Steps, asked: HeldOut) -> tuple[Ints, Flags]:
    """Places (N, RECENT) of the last steps with a product, newest first, and which are.

    Searches, which have no product, are passed over.
    """
    met = np.flatnonzero(steps.product >= 0)
    begin = np.searchsorted(met, steps.start[asked.shopper])
    end = np.searchsorted(met, asked.end)
    at = end[:, None] - np.arange(1, RECENT + 1)[None]
    real = at >= begin[:, None]
    place = np.zeros(at.shape, np.int64)
    place[real] = met[at[real]]
    return place, real


def _walks(steps: Steps, end: Ints) -> tuple[Ints, Ints]:
    """Shopper and product of the steps learned from; a repeated product counts once."""
    shopper = steps.shopper()
    every = -(-len(steps) // MOST_STEPS)
    kept = (np.arange(len(steps)) < end[shopper]) & (steps.product >= 0)
    if every > 1:
        kept &= shopper % every == 0
    shopper, product = shopper[kept], steps.product[kept]
    again = (shopper[1:] == shopper[:-1]) & (product[1:] == product[:-1])
    new = np.concatenate([np.ones(min(len(product), 1), np.bool_), ~again])
    return shopper[new], product[new]


def _pairs(first: Ints, then: Ints, worth: float, products: int) -> sp.csr_matrix:
    both = np.concatenate([first, then]), np.concatenate([then, first])
    counts = np.repeat(np.array([AFTER, BEFORE], np.float32) * worth, len(first))
    return sp.csr_matrix((counts, both), shape=(products, products), dtype=np.float32)


def _damped(links: sp.csr_matrix, count: Ints) -> sp.csr_matrix:
    """Divide by powers of the counts, lest bestsellers follow everything."""
    many: Floats = np.maximum(count, 1).astype(np.float64)
    row = rows_of(links)
    damp = many[row] ** -SOURCE_DAMPED * many[links.indices] ** -TARGET_DAMPED
    links.data = (links.data * damp).astype(np.float32)
    return links


def _even(links: sp.csr_matrix) -> sp.csr_matrix:
    """Scale so that the products' strongest links are 1 on average."""
    strongest = links.max(axis=1).toarray().ravel() if links.nnz else np.zeros(0)
    if (strongest > 0).any():
        links.data /= np.float32(strongest[strongest > 0].mean())
    return links
