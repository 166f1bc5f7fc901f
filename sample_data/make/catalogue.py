"""Reads the shop's ranges and spells out every product."""

from __future__ import annotations

import random
import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path

from sample_data.make.palette import COLOURS

RANGES = Path(__file__).parent / "ranges"
DEPARTMENTS = ("outdoor", "home", "kitchen", "gifts")
FIRST_NUMBER = 101
NO_PICTURE = "-"
SALE_SHARE = 0.25
CHEAPEST_SALE = 4.0
SOLD_OUT_SHARE = 0.03
LOW_STOCK_SHARE = 0.09
LONGEST_DESCRIPTION = 160
SALES = {"Ridgeline leather hiking boot": 119.0}
NOT_ON_SALE = frozenset({
    "Cairn 28 L day pack, raspberry", "Brass field compass",
    "Beam 400 rechargeable torch", "Barnaby bear, 30 cm", "Walnut mantel clock",
    "Build-your-own gift box", "Harbour two-seat sofa with lamp",
})  # fmt: skip
STOCKS = {
    "Walnut mantel clock": 3,
    "Beam 400 rechargeable torch": 4,
    "Alder dining chair, walnut": 6,
    "Barnaby bear, 18 cm": 0,
    "Barnaby bear, 30 cm": 41,
    "Ridgeline leather hiking boot": 58,
    "Cairn 28 L day pack, raspberry": 33,
}
BRAND_FACTS = {
    "Fellmark": "Resoled at our bench.",
    "Cairn & Co": "Zips replaced free.",
    "Northlee": "Poles mended for life.",
    "Woolcombe": "Spun in one mill.",
    "Sharpless": "Forged in one town.",
    "Emberline": "Works on every hob.",
    "Fernery": "Sent in paper, never plastic.",
    "Paper Wren": "Printed in our own shed.",
    "Beeswing": "No palm oil.",
    "Larkhill": "Made to be mended.",
}

_VARIANT = re.compile(
    r"^(?P<en>[^=@!*#~]+?)(?:=(?P<zh>[^@!*#~]+?))?(?:@(?P<price>\d+))?"
    r"(?:~(?P<size>[^=]+)=(?P<size_zh>[^!*#]+?))?"
    r"(?P<own>!)?(?:\*(?P<colour>\w+))?(?:#(?P<picture>\w+))?$"
)


@dataclass(frozen=True)
class Item:
    """One product of the sample shop, with what only the generator knows.

    Attributes:
        picture: Name of the picture, or "-".
        colour: The colour it is repainted in, or an empty string.
        season: all, spring, summer, autumn, winter or christmas.
        family: Number of the range that the product is a variant of.
        charm: How popular the product is by itself, about 0.1 to 6.
    """

    id: str
    title: str
    title_zh: str
    description: str
    category: str
    brand: str
    price: float
    sale_price: float | None
    stock: int
    picture: str
    colour: str
    season: str
    family: int
    charm: float

    @property
    def paid(self) -> float:
        """What a shopper pays for one."""
        return self.price if self.sale_price is None else self.sale_price

    @property
    def department(self) -> str:
        """The first step of the category path."""
        return self.category.split(" > ", maxsplit=1)[0]

    @property
    def image(self) -> str:
        """The picture's file name, empty when the product has none."""
        if self.picture == NO_PICTURE:
            return ""
        shade = f"-{self.colour}" if self.colour else ""
        return f"{self.picture}{shade}.webp"

    @property
    def link(self) -> str:
        """The product's page."""
        return f"https://wrenfield.example/p/{slug(self.title)}"


@dataclass(frozen=True)
class Range:
    """A record of a range file: one product type and its variants."""

    category: str
    brand: str
    picture: str
    price: float
    season: str
    title: str
    title_zh: str
    variants: tuple[str, ...]
    description: str


def slug(title: str) -> str:
    """A title in letters that a link may have."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")


def read_ranges() -> list[Range]:
    """All records of the range files, in their order."""
    ranges: list[Range] = []
    for department in DEPARTMENTS:
        text = (RANGES / f"{department}.txt").read_text(encoding="utf-8")
        lines = [line for line in text.splitlines() if not line.startswith("#")]
        ranges.extend(map(_range, "\n".join(lines).strip().split("\n\n")))
    return ranges


def _range(block: str) -> Range:
    head, titles, variants, description = block.split("\n")
    category, brand, picture, price, season = head.split(" | ")
    title, title_zh = titles.split(" | ")
    parts = tuple(part.strip() for part in variants.split("; "))
    return Range(
        category, brand, picture, float(price), season,
        title, title_zh, parts, description,
    )  # fmt: skip


def make_catalogue(seed: int) -> list[Item]:
    """Every product of the shop, the same for the same seed."""
    chance = random.Random(f"{seed}/catalogue")
    items: list[Item] = []
    for family, record in enumerate(read_ranges()):
        for rank, variant in enumerate(record.variants):
            number = FIRST_NUMBER + len(items)
            draft = _item(number, family, record, variant)
            items.append(_priced(draft, rank, chance))
    return items


def _item(number: int, family: int, record: Range, variant: str) -> Item:
    found = _VARIANT.match(variant)
    if found is None:
        raise ValueError(f"{record.title}: cannot read the variant {variant!r}")
    name = found["en"]
    own_colour = name if name in COLOURS else ""
    zh = found["zh"] or COLOURS[name].zh
    colour = "" if found["own"] else found["colour"] or own_colour
    size, size_zh = found["size"] or "", found["size_zh"] or ""
    title = record.title.replace("{}", name).replace("{w}", size)
    return Item(
        id=f"WR-{number:04d}",
        title=title[0].upper() + title[1:],
        title_zh=record.title_zh.replace("{}", zh).replace("{w}", size_zh),
        description=_described(record, own_colour),
        category=record.category,
        brand=record.brand,
        price=float(found["price"] or record.price),
        sale_price=None,
        stock=0,
        picture=found["picture"] or record.picture,
        colour=colour if record.picture != NO_PICTURE else "",
        season=record.season,
        family=family,
        charm=1.0,
    )


def _described(record: Range, colour: str) -> str:
    text = record.description
    for more in (f" In {colour}." if colour else "", BRAND_FACTS.get(record.brand)):
        longer = f"{text} {(more or '').strip()}".strip()
        text = longer if len(longer) <= LONGEST_DESCRIPTION else text
    return text


def _priced(item: Item, rank: int, chance: random.Random) -> Item:
    """Give a product its sale price, stock and charm."""
    on_sale = chance.random() < SALE_SHARE and item.price > CHEAPEST_SALE
    off = chance.choice((0.1, 0.15, 0.2, 0.2, 0.25, 0.3, 0.3, 0.35, 0.4, 0.43))
    sale = SALES.get(item.title)
    if sale is None and on_sale and item.title not in NOT_ON_SALE:
        sale = float(max(1, int(item.price * (1 - off))))
    luck, many = chance.random(), chance.randint(12, 240)
    stock = many if luck >= SOLD_OUT_SHARE + LOW_STOCK_SHARE else chance.randint(1, 6)
    if luck < SOLD_OUT_SHARE:
        stock = 0
    first = 1.5 if rank == 0 else 1.0
    charm = first * min(6.0, max(0.15, chance.lognormvariate(0.0, 0.8)))
    return Item(
        **{
            **item.__dict__,
            "sale_price": sale,
            "stock": STOCKS.get(item.title, stock),
            "charm": charm,
        }
    )
