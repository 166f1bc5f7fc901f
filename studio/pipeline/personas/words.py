"""A portrait in sentences, made from its numbers alone, in English and Chinese."""

from __future__ import annotations

import msgspec

from studio.domain.persona import Lift, Portrait, Traits
from studio.domain.shop import Shop
from studio.domain.words import Words

MARKS = {"EUR": "€", "GBP": "£", "USD": "$", "CNY": "¥", "JPY": "¥"}
OFTEN = 1.25
"""A lift from which a category is worth a sentence."""
DEAR, CHEAP = 0.6, 0.42
"""Price ranks from which a group is called dear or careful."""
MUCH_SALE, LITTLE_SALE = 1.3, 0.75
"""Discount shares, against the shop's, that are worth a word."""


class Teller(msgspec.Struct, frozen=True):
    """What the sentences need besides the portrait: names, money, the whole shop."""

    shop: Shop
    whole: Traits
    everyone: bool = False


def told(portrait: Portrait, traits: Traits, teller: Teller) -> Portrait:
    """The portrait with its summary, line and chips."""
    sentences = [
        _taste(portrait, teller),
        _money(portrait, traits, teller),
        _rhythm(portrait, traits),
    ]
    chips = _chips(portrait, traits, teller)
    return msgspec.structs.replace(
        portrait,
        summary=Words(
            " ".join(s.en for s in sentences if s.en),
            "".join(s.zh for s in sentences if s.zh),
        ),
        line=_line(portrait, chips, teller),
        chips=chips,
    )


def category_words(names: list[str], shop: Shop) -> Words:
    """Two or three categories as part of a sentence."""
    english = [shop.category_in(name, "en").lower() for name in names]
    chinese = [shop.category_in(name, "zh") for name in names]
    return Words(_listed(english), "、".join(chinese))


def group_name(portrait: Portrait, shop: Shop) -> Words:
    """A name from what sets a cluster apart, such as "Footwear and packs"."""
    common = [one for one in portrait.categories[:1] if one.lift >= 1]
    names = [one.name for one in leading(portrait)[:2] or common]
    if not names:
        return Words()
    words = category_words(names, shop)
    chinese = words.zh if "与" in words.zh else words.zh.replace("、", "与")
    if not all(shop.category_in(name, "zh") != name for name in names):
        chinese = ""  # the shop has no Chinese name for them
    return Words(words.en[:1].upper() + words.en[1:], chinese)


def leading(portrait: Portrait) -> list[Lift]:
    """The categories that the group turns to more than the shop does."""
    return [one for one in portrait.categories if one.lift >= OFTEN]


def money(amount: float, shop: Shop) -> str:
    """An amount in the shop's currency, whole from 20 up."""
    mark = MARKS.get(shop.currency, shop.currency + " ")
    whole = amount >= 20 or amount == int(amount)  # noqa: PLR2004
    return f"{mark}{amount:,.0f}" if whole else f"{mark}{amount:,.2f}"


def _listed(parts: list[str]) -> str:
    if len(parts) <= 1:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} and {parts[-1]}"


def _taste(portrait: Portrait, teller: Teller) -> Words:
    top = leading(portrait)[:3]
    if teller.everyone:
        names = category_words([c.name for c in portrait.categories[:3]], teller.shop)
        if not names:
            return Words("Everyone who comes to the shop.", "到店的每一位顾客。")
        return Words(
            f"Everyone who comes to the shop; {names.en} are looked at most.",
            f"到店的每一位顾客，最常看{names.zh}。",
        )
    if not top:
        return Words(
            "Their taste is close to that of the whole shop.", "口味与全店相近。"
        )
    names = category_words([one.name for one in top], teller.shop)
    lift = top[0].lift
    return Words(
        f"They turn to {names.en} most, up to {lift:.1f} times as often as the shop.",
        f"最常看{names.zh}，最多达全店的 {lift:.1f} 倍。",
    )


def _money(portrait: Portrait, traits: Traits, teller: Teller) -> Words:
    english, chinese = [], []
    if portrait.price_low is not None and portrait.price_high is not None:
        low = money(portrait.price_low, teller.shop)
        high = money(portrait.price_high, teller.shop)
        english.append(f"half of what they choose costs {low} to {high}")
        chinese.append(f"一半所选商品在 {low} 至 {high}")
    sale = sale_word(traits, teller.whole)
    if sale:
        english.append(
            "they like a reduced price" if sale > 0 else "they seldom wait for a sale"
        )
        chinese.append("喜欢折扣" if sale > 0 else "很少等打折")
    if not english:
        return Words()
    sentence = ", and ".join(english)
    return Words(sentence[0].upper() + sentence[1:] + ".", "，".join(chinese) + "。")


def _rhythm(portrait: Portrait, traits: Traits) -> Words:
    days = portrait.days_since_last
    if days is None:
        return Words("Nothing is known of their visits yet.", "尚无到访记录。")
    english, chinese = f"Half of them came {_ago(days)}", f"一半人{_ago_zh(days)}来过"
    novelty = traits.novelty
    if novelty is not None and novelty > 0.7:  # noqa: PLR2004
        return Words(
            f"{english}, mostly to see something new.", f"{chinese}，多为看没看过的。"
        )
    return Words(english + ".", chinese + "。")


def _ago(days: float) -> str:
    whole = max(round(days), 1)
    return "within the last day" if whole == 1 else f"within the last {whole} days"


def _ago_zh(days: float) -> str:
    return f"在最近 {max(round(days), 1)} 天内"


def sale_word(traits: Traits, whole: Traits) -> int:
    """1 for a group that seeks discounts, -1 for one that pays in full, else 0."""
    own, shop = traits.discount_share, whole.discount_share
    if own is None or not shop:
        return 0
    if own >= MUCH_SALE * shop:
        return 1
    return -1 if own <= LITTLE_SALE * shop else 0


def _chips(portrait: Portrait, traits: Traits, teller: Teller) -> tuple[Words, ...]:
    shop = teller.shop
    chips = [
        Words(shop.category_in(one.name, "en"), shop.category_in(one.name, "zh"))
        for one in leading(portrait)[:2]
    ]
    return (*chips, *_habits(portrait, traits, teller.whole))[:5]


def _habits(portrait: Portrait, traits: Traits, whole: Traits) -> list[Words]:
    found = []
    sale = sale_word(traits, whole)
    if sale:
        found.append(
            Words("Looks for offers", "爱找优惠") if sale > 0
            else Words("Full price", "原价购买")
        )  # fmt: skip
    if _above(traits.search_share, whole.search_share):
        found.append(Words("Searches first", "先搜后看"))
    if traits.price_rank is not None and traits.price_rank >= DEAR:
        found.append(Words("Higher prices", "偏好高价位"))
    if traits.price_rank is not None and traits.price_rank <= CHEAP:
        found.append(Words("Careful with money", "精打细算"))
    basket, usual = portrait.basket, portrait.basket_shop
    if basket is not None and usual and basket >= 1.25 * usual:
        found.append(Words("Full baskets", "购物篮较大"))
    if _above(whole.frequency, traits.frequency):
        found.append(Words("Seldom here", "偶尔到访"))
    if _above(traits.frequency, whole.frequency):
        found.append(Words("Comes often", "常来"))
    return found


def _above(own: float | None, other: float | None) -> bool:
    return own is not None and other is not None and own > 1.25 * other


def _line(portrait: Portrait, chips: tuple[Words, ...], teller: Teller) -> Words:
    names = [one.name for one in leading(portrait)[:3]]
    habit = chips[min(len(names), 2)] if len(chips) > min(len(names), 2) else Words()
    shop = teller.shop
    english = ", ".join(shop.category_in(name, "en").lower() for name in names)
    english = english[:1].upper() + english[1:] or "A bit of everything"
    chinese = "、".join(shop.category_in(name, "zh") for name in names) or "什么都看"
    if not habit:
        return Words(english, chinese)
    return Words(
        f"{english}; {habit.en[0].lower()}{habit.en[1:]}", f"{chinese}；{habit.zh}"
    )
