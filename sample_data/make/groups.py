"""The seven groups of shoppers: what they like, when they come, what they click."""

from __future__ import annotations

from dataclasses import dataclass, field

MONDAY_FIRST = (1.0, 1.0, 1.0, 1.0, 1.0, 1.2, 1.3)


@dataclass(frozen=True)
class Group:
    """How the members of one group shop.

    Attributes:
        share: Part of all shoppers.
        tastes: Weight of a category path; a path that is not named weighs `rest`.
        price: The price in EUR that members find natural.
        spread: How far from it they go, in natural logarithms.
        bargain: How much more a product weighs at 100 % off.
        visits: Mean number of sessions of a member who stays.
        passing: Share of members with one to five events only.
        cart: Chance that a view leads to the bag.
        buy: Chance that what is in the bag is bought.
        search: Chance that a session starts with a search.
        follow: Chance that the next session follows up a purchase.
        weekdays: Weight of each day, Monday first.
        hours: Most likely hour of a session, and its spread.
        months: Weight of a month by its number; others weigh 1.
        clicks: Click rate by block type; others have `CLICK_FLOOR`.
    """

    name: str
    share: float
    tastes: dict[str, float]
    price: float
    clicks: dict[str, float]
    spread: float = 0.9
    rest: float = 0.12
    bargain: float = 0.6
    visits: float = 4.85
    passing: float = 0.22
    cart: float = 0.12
    buy: float = 0.45
    search: float = 0.3
    follow: float = 0.5
    weekdays: tuple[float, ...] = MONDAY_FIRST
    hours: tuple[float, float] = (19.0, 3.0)
    months: dict[int, float] = field(default_factory=dict)


CLICK_FLOOR = 0.02

GROUPS: tuple[Group, ...] = (
    Group(
        name="Trail planners",
        share=0.16,
        tastes={
            "Outdoor > Footwear": 5,
            "Outdoor > Packs": 4,
            "Outdoor > Camp": 4,
            "Outdoor > Navigation": 2.5,
            "Outdoor > Light": 2,
            "Outdoor > Accessories": 3.5,
            "Outdoor > Layers": 2.5,
            "Outdoor > Headwear": 1.5,
            "Outdoor > Water": 1,
            "Kitchen > Picnic": 0.6,
        },
        price=85.0,
        bargain=0.2,
        search=0.42,
        buy=0.4,
        weekdays=(0.7, 0.8, 1.0, 1.7, 1.0, 1.0, 1.6),
        hours=(20.5, 2.2),
        months={4: 1.5, 5: 1.9, 6: 1.9, 7: 1.6, 8: 1.3, 12: 0.8},
        clicks={
            "comparison-table": 0.19,
            "featured-product": 0.15,
            "blog-posts": 0.14,
            "product-grid": 0.13,
            "image-with-text": 0.11,
            "recommended-products": 0.1,
            "usp-bar": 0.05,
            "faq": 0.07,
            "hero-banner": 0.09,
            "shop-the-look": 0.08,
            "video": 0.1,
            "countdown": 0.02,
            "promo-banner": 0.03,
        },
    ),
    Group(
        name="Home stylers",
        share=0.16,
        tastes={
            "Home > Seating": 3,
            "Home > Walls": 4,
            "Home > Vases": 4.5,
            "Home > Textiles": 3,
            "Home > Plants": 3,
            "Home > Light": 3,
            "Home > Clocks": 2,
            "Kitchen > Table": 1.5,
            "Gifts > Flowers": 1.2,
        },
        price=68.0,
        spread=1.1,
        bargain=0.4,
        search=0.2,
        follow=0.6,
        weekdays=(0.8, 0.8, 0.9, 1.0, 1.1, 1.5, 1.6),
        hours=(21.0, 2.0),
        months={3: 1.4, 4: 1.4, 9: 1.3, 10: 1.4, 11: 1.3},
        clicks={
            "shop-the-look": 0.22,
            "gallery": 0.17,
            "slideshow": 0.12,
            "image-with-text": 0.13,
            "category-tiles": 0.1,
            "hero-banner": 0.12,
            "product-carousel": 0.09,
            "recommended-products": 0.09,
            "product-grid": 0.08,
            "blog-posts": 0.07,
            "rich-text": 0.04,
            "video": 0.08,
            "featured-product": 0.08,
        },
    ),
    Group(
        name="Deal hunters",
        share=0.18,
        tastes={
            "Outdoor > Headwear": 2,
            "Outdoor > Play": 1.6,
            "Home > Light": 2,
            "Home > Care": 1.8,
            "Kitchen > Pans": 2,
            "Kitchen > Baking": 1.8,
            "Kitchen > Glass": 1.8,
            "Outdoor > Accessories": 2,
            "Home > Storage": 1.6,
            "Gifts > Paper": 1.4,
            "Outdoor > Layers": 1.5,
            "Home > Clocks": 1.3,
        },
        price=24.0,
        rest=0.5,
        bargain=14.0,
        cart=0.16,
        buy=0.34,
        search=0.26,
        follow=0.25,
        weekdays=(1.2, 1.0, 0.9, 0.9, 1.5, 1.1, 1.0),
        hours=(12.5, 4.0),
        months={11: 2.0, 12: 1.3, 1: 2.0, 7: 1.7},
        clicks={
            "countdown": 0.24,
            "promo-banner": 0.22,
            "announcement-bar": 0.08,
            "product-grid": 0.15,
            "product-carousel": 0.11,
            "hero-banner": 0.06,
            "category-tiles": 0.08,
            "recommended-products": 0.09,
            "newsletter": 0.05,
            "recently-viewed": 0.07,
            "gallery": 0.01,
            "blog-posts": 0.01,
            "comparison-table": 0.07,
        },
    ),
    Group(
        name="Gift givers",
        share=0.14,
        tastes={
            "Gifts > Boxes": 4,
            "Gifts > Little ones": 4,
            "Gifts > Flowers": 3.5,
            "Gifts > Treats": 3,
            "Gifts > Paper": 3,
            "Gifts > Games": 2.5,
            "Gifts > Season": 2.5,
            "Home > Bath": 1,
            "Kitchen > Tea": 0.8,
        },
        price=26.0,
        spread=0.7,
        visits=3.7,
        cart=0.15,
        buy=0.55,
        follow=0.6,
        weekdays=(0.8, 0.9, 1.0, 1.2, 1.5, 1.2, 0.9),
        hours=(13.0, 4.0),
        months={11: 2.2, 12: 4.0, 1: 0.6, 2: 1.5, 5: 1.6, 7: 0.7, 8: 0.7},
        clicks={
            "category-tiles": 0.19,
            "testimonials": 0.14,
            "product-carousel": 0.13,
            "featured-product": 0.13,
            "faq": 0.11,
            "multicolumn": 0.1,
            "hero-banner": 0.11,
            "product-grid": 0.09,
            "usp-bar": 0.06,
            "countdown": 0.08,
            "recommended-products": 0.08,
            "promo-banner": 0.06,
            "announcement-bar": 0.05,
        },
    ),
    Group(
        name="Home cooks",
        share=0.14,
        tastes={
            "Kitchen > Pans": 4.5,
            "Kitchen > Knives": 3.5,
            "Kitchen > Baking": 4,
            "Kitchen > Pantry": 4,
            "Kitchen > Table": 2.5,
            "Kitchen > Glass": 1.5,
            "Home > Plants": 1,
            "Kitchen > Picnic": 1.2,
            "Kitchen > Coffee": 0.8,
        },
        price=40.0,
        spread=1.0,
        search=0.36,
        buy=0.5,
        weekdays=(0.8, 0.9, 1.0, 1.0, 1.1, 1.6, 1.3),
        hours=(17.5, 3.0),
        months={10: 1.2, 11: 1.4, 12: 1.5, 7: 0.8},
        clicks={
            "video": 0.19,
            "blog-posts": 0.17,
            "featured-product": 0.13,
            "recommended-products": 0.12,
            "product-grid": 0.11,
            "shop-the-look": 0.1,
            "multicolumn": 0.07,
            "comparison-table": 0.11,
            "image-with-text": 0.08,
            "product-carousel": 0.07,
            "hero-banner": 0.07,
            "faq": 0.05,
        },
    ),
    Group(
        name="Slow mornings",
        share=0.1,
        tastes={
            "Kitchen > Tea": 6,
            "Kitchen > Coffee": 4.5,
            "Home > Bath": 3,
            "Home > Light": 2.5,
            "Gifts > Treats": 1.8,
            "Gifts > Paper": 1.5,
            "Home > Textiles": 1.2,
            "Kitchen > Pantry": 1.2,
        },
        price=19.0,
        spread=0.8,
        bargain=0.3,
        buy=0.55,
        search=0.18,
        follow=0.55,
        weekdays=(0.9, 0.9, 0.9, 0.9, 1.0, 1.6, 1.8),
        hours=(7.5, 1.5),
        months={10: 1.3, 11: 1.4, 12: 1.5, 1: 1.4, 6: 0.8, 7: 0.7},
        clicks={
            "rich-text": 0.14,
            "image-with-text": 0.16,
            "recommended-products": 0.15,
            "newsletter": 0.1,
            "testimonials": 0.09,
            "gallery": 0.1,
            "blog-posts": 0.11,
            "product-carousel": 0.08,
            "hero-banner": 0.1,
            "recently-viewed": 0.09,
            "product-grid": 0.07,
            "countdown": 0.01,
        },
    ),
    Group(
        name="Newcomers",
        share=0.12,
        tastes={},
        rest=1.0,
        price=35.0,
        spread=1.3,
        visits=1.1,
        passing=0.75,
        cart=0.06,
        buy=0.25,
        search=0.34,
        follow=0.2,
        months={10: 2.0, 11: 2.5},
        clicks={
            "hero-banner": 0.16,
            "slideshow": 0.13,
            "category-tiles": 0.15,
            "usp-bar": 0.1,
            "testimonials": 0.1,
            "page-header": 0.05,
            "faq": 0.08,
            "product-grid": 0.08,
            "logo-list": 0.05,
            "announcement-bar": 0.06,
            "newsletter": 0.06,
            "promo-banner": 0.1,
            "multicolumn": 0.06,
        },
    ),
)

GROUP_BY_NAME = {group.name: group for group in GROUPS}

FOLLOW_UPS: dict[str, tuple[str, ...]] = {
    "Outdoor > Footwear": ("Outdoor > Accessories", "Outdoor > Layers"),
    "Outdoor > Packs": ("Outdoor > Camp", "Outdoor > Light"),
    "Outdoor > Camp": ("Outdoor > Light", "Outdoor > Navigation", "Kitchen > Picnic"),
    "Outdoor > Light": ("Outdoor > Camp", "Outdoor > Navigation"),
    "Outdoor > Navigation": ("Outdoor > Packs", "Outdoor > Footwear"),
    "Outdoor > Headwear": ("Outdoor > Layers", "Outdoor > Water"),
    "Outdoor > Layers": ("Outdoor > Headwear", "Outdoor > Accessories"),
    "Outdoor > Accessories": ("Outdoor > Footwear", "Outdoor > Layers"),
    "Outdoor > Water": ("Outdoor > Play", "Kitchen > Picnic"),
    "Outdoor > Play": ("Gifts > Games", "Gifts > Little ones"),
    "Home > Seating": ("Home > Textiles", "Home > Walls"),
    "Home > Light": ("Home > Vases", "Home > Bath"),
    "Home > Clocks": ("Home > Walls", "Home > Vases"),
    "Home > Walls": ("Home > Vases", "Home > Light"),
    "Home > Vases": ("Gifts > Flowers", "Home > Plants"),
    "Home > Plants": ("Home > Vases", "Home > Care"),
    "Home > Textiles": ("Home > Light", "Home > Bath"),
    "Home > Bath": ("Home > Storage", "Home > Light"),
    "Home > Storage": ("Home > Care", "Home > Bath"),
    "Home > Care": ("Home > Storage", "Home > Textiles"),
    "Kitchen > Tea": ("Kitchen > Pantry", "Gifts > Treats", "Kitchen > Coffee"),
    "Kitchen > Coffee": ("Gifts > Treats", "Kitchen > Tea"),
    "Kitchen > Baking": ("Kitchen > Pantry", "Kitchen > Table"),
    "Kitchen > Pans": ("Kitchen > Knives", "Kitchen > Pantry"),
    "Kitchen > Knives": ("Kitchen > Pans", "Kitchen > Table"),
    "Kitchen > Table": ("Kitchen > Glass", "Kitchen > Pans"),
    "Kitchen > Glass": ("Kitchen > Table", "Gifts > Treats"),
    "Kitchen > Pantry": ("Kitchen > Baking", "Kitchen > Pans"),
    "Kitchen > Picnic": ("Kitchen > Glass", "Outdoor > Play"),
    "Gifts > Flowers": ("Home > Vases", "Gifts > Paper"),
    "Gifts > Paper": ("Gifts > Boxes", "Gifts > Treats"),
    "Gifts > Treats": ("Gifts > Boxes", "Kitchen > Tea"),
    "Gifts > Boxes": ("Gifts > Paper", "Gifts > Season"),
    "Gifts > Little ones": ("Gifts > Games", "Gifts > Boxes"),
    "Gifts > Games": ("Gifts > Treats", "Gifts > Little ones"),
    "Gifts > Season": ("Gifts > Boxes", "Home > Light"),
}
"""What people look at after they bought from a category."""

REFILLS = frozenset({
    "Kitchen > Tea", "Kitchen > Coffee", "Kitchen > Pantry", "Gifts > Treats",
    "Home > Bath", "Home > Light",
})  # fmt: skip
"""Categories that are bought again and again."""


def taste_of(group: Group, category: str) -> float:
    """How much a group is drawn to a category."""
    return group.tastes.get(category, group.rest)


def click_rate(group: Group, block_type: str) -> float:
    """The true click rate of a group on a block type."""
    return group.clicks.get(block_type, CLICK_FLOOR)
