"""Presets of segments (recency, frequency, money), from the shop's own quantiles."""

from __future__ import annotations

import math
from collections.abc import Callable

import msgspec

from studio.domain.segment_views import Quantiles
from studio.domain.segment_words import plain_number
from studio.domain.segments import Condition, Frequency, Group, Money, Recency, Saving
from studio.domain.words import Words

_HALF = 0.5
_SHORTEST, _LONGEST = 7, 60
"""Bounds of the period in which a cart that led to no order counts, in days."""
_FEWEST_VIEWS = 3


class Preset(msgspec.Struct, frozen=True):
    """A segment that most shops know, with thresholds of this one.

    `why` tells where they come from. `condition` is None where the data lack what it
    needs, which `why` then says.
    """

    key: str
    name: Words
    why: Words
    condition: Group | None = None


def presets(
    q: Quantiles, money: Callable[[float], str] = plain_number
) -> tuple[Preset, ...]:
    """The presets of a shop."""
    buying = _buying(q, money) if q.buyers else _without(_BUYING)
    return (*buying, *_looking(q))


def _buying(q: Quantiles, money: Callable[[float], str]) -> tuple[Preset, ...]:
    recent, old = _days(q.recency[25]), _days(q.recency[75])
    often, very_often = max(2, int(q.orders[75])), max(2, int(q.orders[80]))
    much, more, most = (_round(q.spent.get(at, 0)) for at in (75, 80, 90))
    unseen, age = _days(q.unseen[75]), _days(q.age[25])
    few = max(1, int(q.orders[50]))
    return (
        _preset(
            "champions",
            Words(
                f"A quarter of the buyers bought in the last {recent} days; a fifth"
                f" placed {very_often} orders or more; a fifth spent {money(more)} or"
                " more. Champions do all three.",
                f"四分之一的买家在近{recent}天内购买；约五分之一下单至少{very_often}次、"
                f"消费至少{money(more)}。三项都满足的是冠军客户。",
            ),
            Recency(recent, "purchase"),
            Frequency("orders", very_often),
            Money("spent", more),
        ),
        _preset(
            "loyal",
            Words(
                f"The busiest quarter of the buyers placed {often} orders or more;"
                f" three in four bought in the last {old} days.",
                f"最活跃的四分之一买家下单至少{often}次；四分之三的买家在近{old}天内"
                "购买过。",
            ),
            Frequency("orders", often),
            Recency(old, "purchase"),
        ),
        _preset(
            "new",
            Words(
                f"The newest quarter of the shoppers first came in the last {age} days;"
                " these have placed one order at most.",
                f"最新的四分之一顾客在近{age}天内首次到访，且至多下过一单。",
            ),
            Recency(age, "event", "first"),
            Frequency("orders", None, 1),
        ),
        _preset(
            "at_risk",
            Words(
                f"They ordered as often ({often} times) or spent as much"
                f" ({money(much)}) as the best quarter, but three in four buyers have"
                f" bought since: more than {old} days ago.",
                f"下单次数（{often}次）或消费（{money(much)}）达到前四分之一，但已超过"
                f"{old}天没有购买，而四分之三的买家在此之后买过。",
            ),
            Group("any", (Frequency("orders", often), Money("spent", much))),
            Recency(old, "purchase", within=False),
        ),
        _preset(
            "hibernating",
            Words(
                f"A quarter of the shoppers were not seen for {unseen} days; these"
                f" bought, but no more often than half of the buyers ({few}).",
                f"四分之一的顾客已有{unseen}天未到访；这些人购买过，但次数不高于"
                f"买家的中位数（{few}次）。",
            ),
            Recency(unseen, "event", within=False),
            Frequency("orders", 1, few),
        ),
        _preset(
            "big_spenders",
            Words(
                f"The top tenth of the buyers spent {money(most)} or more.",
                f"消费最高的十分之一买家累计消费至少{money(most)}。",
            ),
            Money("spent", most),
        ),
        _bargains(q),
    )


def _bargains(q: Quantiles) -> Preset:
    if not q.bargains:
        return _lacking(
            "bargain_hunters",
            "Nothing was bought under its list price, as far as the data tell.",
            "从数据来看，没有商品以低于标价的价格售出。",
        )
    share = max(_HALF, round(q.saving.get(75, _HALF), 2))
    percent = f"{100 * share:g}%"
    return _preset(
        "bargain_hunters",
        Words(
            f"At least {percent} of what they bought was on sale or under its list"
            " price, and they bought two items or more.",
            f"所购商品中至少{percent}为促销价或低于标价，且购买至少两件。",
        ),
        Saving(share),
        Frequency("units", 2),
    )


def _looking(q: Quantiles) -> tuple[Preset, ...]:
    if q.views:
        views = max(_FEWEST_VIEWS, int(q.views[50]))
        window = _preset(
            "window_shoppers",
            Words(
                "They look and never buy: at least as much as the busier half of those"
                f" who never bought ({views} products).",
                f"只浏览不购买：浏览量不低于未购买者的中位数（{views}次）。",
            ),
            Frequency("views", views),
            Frequency("orders", None, 0),
        )
    else:
        window = _lacking(
            "window_shoppers",
            "There are no views by shoppers who never bought in this data.",
            "数据中没有未购买者的浏览记录。",
        )
    if not q.carts:
        return window, _lacking(
            "cart_abandoners",
            "No cart was ever filled in this data.",
            "数据中没有加购记录。",
        )
    days = min(_LONGEST, max(_SHORTEST, _days(q.recency.get(50, 30))))
    return window, _preset(
        "cart_abandoners",
        Words(
            f"They filled a cart in the last {days} days and ordered nothing in them;"
            " half of the buyers bought within such a time.",
            f"近{days}天内加购但没有下单；半数买家会在这段时间内购买。",
        ),
        Frequency("carts", 1, days=days),
        Frequency("orders", None, 0, days=days),
    )


NAMES: dict[str, Words] = {
    "champions": Words("Champions", "冠军客户"),
    "loyal": Words("Loyal", "忠诚客户"),
    "new": Words("New", "新客"),
    "at_risk": Words("At risk", "流失风险"),
    "hibernating": Words("Hibernating", "沉睡客户"),
    "big_spenders": Words("Big spenders", "高消费客户"),
    "bargain_hunters": Words("Bargain hunters", "优惠敏感客户"),
    "window_shoppers": Words("Window shoppers", "只看不买"),
    "cart_abandoners": Words("Cart abandoners", "弃购客户"),
}
_BUYING = tuple(NAMES)[:7]


def _preset(key: str, why: Words, *conditions: Condition) -> Preset:
    return Preset(key, NAMES[key], why, Group("all", conditions))


def _lacking(key: str, why: str, why_zh: str) -> Preset:
    return Preset(key, NAMES[key], Words(why, why_zh))


def _without(keys: tuple[str, ...]) -> tuple[Preset, ...]:
    return tuple(
        _lacking(key, "There are no purchases in this data.", "数据中没有购买记录。")
        for key in keys
    )


def _days(value: float) -> int:
    return max(1, math.ceil(value))


def _round(amount: float) -> float:
    """Down to two digits that say something: 213.37 becomes 210."""
    if amount <= 0:
        return 0.01
    unit = 10.0 ** (math.floor(math.log10(amount)) - 1)
    return round(math.floor(amount / unit + 1e-9) * unit, 2) or 0.01
