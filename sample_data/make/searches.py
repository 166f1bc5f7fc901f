"""What shoppers type: the words of a category or a product, at times mistyped."""

from __future__ import annotations

import random

from sample_data.make.catalogue import Item
from sample_data.make.shop import CATEGORY_WORDS

TYPO_SHARE = 0.08
BY_CATEGORY = 0.45

WORDS: dict[str, tuple[str, ...]] = {
    "Outdoor > Footwear": (
        "hiking boots",
        "trail shoes",
        "waterproof boots",
        "sandals",
    ),
    "Outdoor > Packs": ("day pack", "rucksack", "trekking pack 60 l", "cabin case"),
    "Outdoor > Camp": ("two person tent", "sleeping bag", "fire pit", "camping mat"),
    "Outdoor > Light": ("torch", "rechargeable torch", "camp light", "power bank"),
    "Outdoor > Navigation": ("compass", "walking map", "hiking watch"),
    "Outdoor > Headwear": ("sun hat", "cap", "sunglasses"),
    "Outdoor > Layers": ("rain coat", "merino", "wool gloves", "scarf"),
    "Outdoor > Accessories": ("hiking socks", "trekking poles", "boot wax", "umbrella"),
    "Outdoor > Water": ("canoe", "snorkel", "swim shorts"),
    "Outdoor > Play": ("kite", "frisbee", "sledge", "badminton"),
    "Home > Seating": ("sofa", "dining chair", "bed"),
    "Home > Light": ("beeswax candle", "scented candle", "filament bulb"),
    "Home > Clocks": ("mantel clock", "alarm clock"),
    "Home > Walls": ("mirror", "picture frame", "wind chime"),
    "Home > Vases": ("vase", "terracotta", "ceramic jar"),
    "Home > Plants": ("house plant", "cactus", "herbs", "seeds"),
    "Home > Textiles": ("wool throw", "linen bedding", "knitting wool", "bath robe"),
    "Home > Bath": ("soap", "hand cream"),
    "Home > Storage": ("laundry basket", "bucket", "key hook"),
    "Home > Care": ("broom", "scissors"),
    "Kitchen > Tea": ("teapot", "green tea", "tea bowl", "honey"),
    "Kitchen > Coffee": ("coffee beans", "espresso cup", "latte glass"),
    "Kitchen > Baking": ("mixing bowl", "cake tin", "proving basket", "waffle iron"),
    "Kitchen > Pans": ("skillet", "cast iron pan", "casserole", "paella pan"),
    "Kitchen > Knives": ("chef's knife", "bread knife", "santoku"),
    "Kitchen > Table": ("dinner plates", "cutlery", "chopsticks"),
    "Kitchen > Glass": ("wine glasses", "tumbler", "beer mug"),
    "Kitchen > Pantry": ("sea salt", "olive oil", "jam", "cheese"),
    "Kitchen > Picnic": ("picnic basket", "lunch box"),
    "Gifts > Flowers": ("dried flowers", "bouquet", "preserved rose"),
    "Gifts > Paper": ("notebook", "birthday card", "fountain pen", "diary"),
    "Gifts > Treats": ("dark chocolate", "sweets", "moon cake"),
    "Gifts > Boxes": ("gift box", "gift wrap", "ribbon"),
    "Gifts > Little ones": ("teddy bear", "wooden train", "baby present"),
    "Gifts > Games": ("jigsaw", "chess", "dice game"),
    "Gifts > Season": ("christmas decoration", "paper star", "party poppers"),
}


def query_for(item: Item, chance: random.Random, *, chinese: bool) -> str:
    """What a shopper types who will open a product next."""
    if chinese:
        zh = CATEGORY_WORDS[item.category.rsplit(" > ", maxsplit=1)[-1]].zh
        short = item.title_zh.split("，", maxsplit=1)[0]
        return zh if chance.random() < BY_CATEGORY else short
    if chance.random() < BY_CATEGORY:
        query = chance.choice(WORDS[item.category])
    else:
        words = item.title.split(",", maxsplit=1)[0].lower().split()
        query = " ".join(words[-2:])
    return mistyped(query, chance) if chance.random() < TYPO_SHARE else query


def mistyped(query: str, chance: random.Random) -> str:
    """A query with two letters swapped, or one left out or doubled."""
    at = chance.randrange(1, max(2, len(query) - 1))
    return chance.choice(
        (
            query[:at] + query[at + 1 :],
            query[:at] + query[at] + query[at:],
            query[: at - 1] + query[at] + query[at - 1] + query[at + 1 :],
        )
    )
