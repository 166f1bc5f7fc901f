"""Conditions of segments as sentences, in English and Chinese."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import msgspec

from studio.domain.segments import (
    Condition,
    Counted,
    Frequency,
    FromCountry,
    Group,
    InCategory,
    InSegment,
    Money,
    OfBrand,
    PriceBand,
    Recency,
    Saving,
    Searched,
)
from studio.domain.words import Words

_JOIN = {"all": (" and ", "，且"), "any": (" or ", "，或"), "none": (" or ", "，或")}
_DEEDS: dict[str, tuple[str, str]] = {
    "event": ("were seen", "到访"),
    "view": ("viewed a product", "浏览商品"),
    "add_to_cart": ("put something in the cart", "加购"),
    "purchase": ("bought something", "购买"),
    "search": ("searched", "搜索"),
}
_HANDLED: dict[str, tuple[str, str, str]] = {
    "view": ("viewed {what}", "view {what}", "浏览"),
    "add_to_cart": ("put {what} in the cart", "put {what} in the cart", "加购"),
    "purchase": ("bought {what}", "buy {what}", "购买"),
}
_MEASURES: dict[str, tuple[str, str, str, str]] = {
    "orders": ("placed", "order", "orders", "下单{n}次"),
    "sessions": ("came for", "session", "sessions", "到访{n}次"),
    "views": ("viewed", "product", "products", "浏览商品{n}次"),
    "carts": ("put in the cart", "product", "products", "加购{n}次"),
    "searches": ("made", "search", "searches", "搜索{n}次"),
    "units": ("bought", "item", "items", "购买商品{n}件"),
}


def plain_number(amount: float) -> str:
    """A number with its thousands grouped, and cents only where there are any."""
    return f"{amount:,.2f}".removesuffix(".00")


class Telling(msgspec.Struct, frozen=True):
    """How amounts are written, and what categories are called (by their own name)."""

    money: Callable[[float], str] = plain_number
    categories: Mapping[str, Words] = {}

    def category(self, path: Sequence[str]) -> Words:
        """A path in both languages."""
        words = [self.categories.get(step, Words(step)) for step in path]
        return Words(
            " > ".join(word.in_("en") for word in words),
            " > ".join(word.in_("zh") for word in words),
        )


PLAIN = Telling()


def sentence(group: Group, telling: Telling = PLAIN) -> Words:
    """Who belongs to a segment: Shoppers who bought something in the last 30 days."""
    if not group.conditions:
        return Words("All shoppers.", "所有顾客。")
    inside = _parts(group, telling)
    if group.match == "none":
        return Words(
            f"Shoppers for whom none of this is so: they {inside.en}.",
            f"不符合以下任何一项的顾客：{inside.zh}。",
        )
    return Words(f"Shoppers who {inside.en}.", f"{inside.zh}的顾客。")


def phrase(  # noqa: C901, PLR0911, PLR0912 - one arm a condition
    condition: Condition, telling: Telling = PLAIN
) -> Words:
    """One condition, as it stands after "who"."""
    match condition:
        case Group():
            return _bracketed(condition, telling)
        case Recency():
            return _recency(condition)
        case Frequency():
            return _frequency(condition)
        case Money():
            return _money(condition, telling)
        case Saving():
            return _saving(condition)
        case InCategory():
            what = telling.category(condition.path)
            return _counted(
                condition, Words(f"something from {what.en}", f"“{what.zh}”类商品")
            )
        case OfBrand():
            return _counted(
                condition,
                Words(
                    f"something of {_listed(condition.brands, ' or ')}",
                    f"{_quoted(condition.brands)}品牌商品",
                ),
            )
        case PriceBand():
            band = _bounds(condition.low, condition.high, telling.money)
            return _counted(
                condition,
                Words(f"something priced {band.en}", f"单价{band.zh}的商品"),
            )
        case FromCountry(countries=names):
            return Words(
                f"come from {_listed(names, ' or ')}", f"来自{'或'.join(names)}"
            )
        case InSegment(segment=name):
            return Words(f"belong to the segment “{name}”", f"属于已导入的分组“{name}”")
        case Searched():
            when = _period(condition.days)
            return Words(
                f"searched for “{condition.words}”{when.en}",
                f"{when.zh}搜索过“{condition.words}”",
            )


def _parts(group: Group, telling: Telling) -> Words:
    said = [phrase(part, telling) for part in group.conditions]
    join, join_zh = _JOIN[group.match]
    return Words(
        join.join(words.en for words in said), join_zh.join(words.zh for words in said)
    )


def _bracketed(group: Group, telling: Telling) -> Words:
    if not group.conditions:
        return Words("are any shopper", "为任意顾客")
    inside = _parts(group, telling)
    if group.match == "none":
        return Words(f"not ({inside.en})", f"不符合（{inside.zh}）")
    return Words(f"({inside.en})", f"（{inside.zh}）")


def _period(days: int | None) -> Words:
    if days is None:
        return Words("", "")
    if days == 1:
        return Words(" on the last day", "最后一天")
    return Words(f" in the last {days:,} days", f"近{days:,}天")


def _recency(condition: Recency) -> Words:
    did, did_zh = _DEEDS[condition.event]
    last = condition.edge == "last"
    head, head_zh = ("last ", "最近一次") if last else ("first ", "首次")
    told = f"were {head}{did[5:]}" if did.startswith("were ") else f"{head}{did}"
    n = condition.days
    when = _period(n)
    if condition.within and last:
        return Words(f"{did}{when.en}", f"{when.zh}{did_zh}过")
    if condition.within:
        return Words(f"{told}{when.en}", f"{when.zh}{head_zh}{did_zh}")
    unit = "day" if n == 1 else "days"
    return Words(
        f"{told} more than {n:,} {unit} ago", f"{head_zh}{did_zh}在{n:,}天以前"
    )


def _frequency(condition: Frequency) -> Words:
    verb, one, many, zh = _MEASURES[condition.measure]
    when = _period(condition.days)
    least, most = condition.least, condition.most
    if most == 0:
        never = "未" if condition.days else "从未"
        return Words(f"{verb} no {many}{when.en}", f"{when.zh}{never}{zh[:-4]}")
    amount = _bounds(least, most, lambda n: f"{n:,.0f}")
    count = most if most is not None else least
    noun = one if count == 1 else many
    return Words(
        f"{verb} {amount.en} {noun}{when.en}",
        f"{when.zh}{zh.format(n=amount.zh)}",
    )


def _money(condition: Money, telling: Telling) -> Words:
    amount = _bounds(condition.least, condition.most, telling.money)
    when = _period(condition.days)
    if condition.measure == "order":
        return Words(
            f"spent {amount.en} an order on average{when.en}",
            f"{when.zh}平均每单消费{amount.zh}",
        )
    zh = "累计消费" if condition.days is None else "消费"
    return Words(f"spent {amount.en}{when.en}", f"{when.zh}{zh}{amount.zh}")


def _saving(condition: Saving) -> Words:
    amount = _bounds(condition.least, condition.most, lambda n: f"{100 * n:g}%")
    return Words(
        f"bought {amount.en} of their items at a reduced price",
        f"所购商品中{amount.zh}为优惠价",
    )


def _counted(condition: Counted, what: Words) -> Words:
    did, do, zh = _HANDLED[condition.deed]
    did, do = did.format(what=what.en), do.format(what=what.en)
    when = _period(condition.days)
    least, most = condition.least, condition.most
    if most == 0:
        did, do = (
            did.replace("something", "anything"),
            do.replace("something", "anything"),
        )
        if condition.days is None:
            return Words(f"never {did}", f"从未{zh}{what.zh}")
        return Words(f"did not {do}{when.en}", f"{when.zh}未{zh}{what.zh}")
    if least in (None, 1) and most is None:
        return Words(f"{did}{when.en}", f"{when.zh}{zh}过{what.zh}")
    amount = _bounds(least, most, lambda n: f"{n:,.0f}")
    count = most if most is not None else least
    times = "time" if count == 1 else "times"
    return Words(
        f"{did} {amount.en} {times}{when.en}",
        f"{when.zh}{zh}{what.zh}{amount.zh}次",
    )


def _bounds(
    least: float | None, most: float | None, write: Callable[[float], str]
) -> Words:
    if least is not None and most is not None:
        if least == most:
            return Words(f"exactly {write(least)}", f"恰好{write(least)}")
        both = f"{write(least)} to {write(most)}"
        return Words(both, f"{write(least)}至{write(most)}")
    if most is not None:
        return Words(f"at most {write(most)}", f"至多{write(most)}")
    return Words(f"at least {write(least or 0)}", f"至少{write(least or 0)}")


def _listed(names: Sequence[str], last: str) -> str:
    return names[0] if len(names) == 1 else ", ".join(names[:-1]) + last + names[-1]


def _quoted(names: Sequence[str]) -> str:
    return "或".join(f"“{name}”" for name in names)
