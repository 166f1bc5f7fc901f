"""An explanation as one sentence, in both languages."""

from __future__ import annotations

from collections.abc import Sequence

from studio.domain.explaining import Cause, Explanation
from studio.domain.words import Language, Words

NAMED = 3
"""Causes that the sentence names."""
WORTH_NAMING = 0.1
"""A cause of less than this share of the strongest one is left to the bars."""
DID: dict[str, Words] = {
    "view": Words("looked at {name}", "看过{name}"),
    "add_to_cart": Words("put {name} in the cart", "把{name}加入过购物车"),
    "purchase": Words("bought {name}", "买过{name}"),
    "search": Words("searched for “{name}”", "搜索过“{name}”"),
}
OF_MEMBERS = Words("{share} of them {did}", "{share}的人{did}")
STATED = Words("said what they like", "填写过偏好")
WHOLE = Words(
    "{product} is number {rank} of {of} for {who}",
    "{product}对{who}排在第 {rank} 位（共 {of} 件）",
)
CHOSEN = Words(
    ": {own} of what they chose of late was it, {shop} in the whole shop",
    "：近期所选商品中占 {own}（全店 {shop}）",
)
BY_TASTE = Words(
    ". By their taste alone it is number {rank}", "。仅按偏好排在第 {rank} 位"
)
BECAUSE = Words(", above all because ", "，主要因为")
THEY: dict[Language, str] = {"en": "they ", "zh": ""}
STOP = Words(".", "。")
NOTHING = Words(
    "; nothing that is known of them speaks for it", "；已知的行为都不支持它"
)
FEATURE: dict[str, Words] = {
    "title": Words("its title", "标题"),
    "category": Words("its category", "类目"),
    "brand": Words("its brand", "品牌"),
    "description": Words("its description", "描述"),
    "learned": Words("what shoppers did with it", "顾客与它的互动"),
    "followed": Words("what it was taken with", "与它先后选购的商品"),
    "borrowed": Words(
        "what shoppers did with products like it", "顾客与相似商品的互动"
    ),
    "alike_followed": Words(
        "what products like it were taken with", "与相似商品先后选购的商品"
    ),
}
ITSELF = Words(
    " Of the product itself, {feature} counts most.",
    "就商品本身而言，{feature}最起作用。",
)


def sentence_of(found: Explanation, who: Words, product: Words) -> Words:
    """Say what speaks for a product."""
    return Words(
        _sentence(found, (who, product), "en"), _sentence(found, (who, product), "zh")
    )


def reason_of(cause: Cause, language: Language, *, persona: bool) -> str:
    """One cause as a clause, such as "41% of them looked at Fell boot"."""
    if cause.kind == "preference":
        return THEY[language] * persona + STATED.in_(language)
    name = cause.label.in_(language)
    did = DID[cause.did or "view"].in_(language).format(name=name)
    if cause.share is None:
        return did
    share = f"{cause.share:.0%}" if cause.share >= 0.01 else "<1%"  # noqa: PLR2004
    return OF_MEMBERS.in_(language).format(share=share, did=did)


def speaking_for(causes: Sequence[Cause]) -> tuple[Cause, ...]:
    """The strongest causes that raise a score, as far as they can be named."""
    raising = [c for c in causes if c.value > 0 and c.kind != "other"]
    raising.sort(key=lambda cause: -cause.value)
    least = WORTH_NAMING * raising[0].value if raising else 0.0
    return tuple(cause for cause in raising[:NAMED] if cause.value >= least)


def _sentence(
    found: Explanation, names: tuple[Words, Words], language: Language
) -> str:
    who, product = (name.in_(language) for name in names)
    said = WHOLE.in_(language).format(
        product=product, rank=f"{found.rank:,}", of=f"{found.of:,}", who=who
    )
    said += _beside_taste(found, language)
    persona = any(cause.share is not None for cause in found.causes)
    reasons = [
        reason_of(cause, language, persona=persona)
        for cause in speaking_for(found.causes)
    ]
    if reasons:
        they = "" if persona else THEY[language]
        said += BECAUSE.in_(language) + they + _listed(reasons, language)
    else:
        said += NOTHING.in_(language)
    said += STOP.in_(language)
    best = max(found.features, key=lambda cause: cause.value, default=None)
    if best is not None and best.value > 0:
        feature = FEATURE[best.did].in_(language)
        said += ITSELF.in_(language).format(feature=feature)
    return said


def _beside_taste(found: Explanation, language: Language) -> str:
    """What a persona's ranking holds beside its taste, which the reasons are of."""
    said = ""
    if found.chosen is not None and found.chosen_in_shop is not None:
        said += CHOSEN.in_(language).format(
            own=_percent(found.chosen), shop=_percent(found.chosen_in_shop)
        )
    if found.taste_rank is not None and (said or found.taste_rank != found.rank):
        said += BY_TASTE.in_(language).format(rank=f"{found.taste_rank:,}")
    return said


def _percent(share: float) -> str:
    return f"{share:.1%}" if share >= 0.001 else "<0.1%"  # noqa: PLR2004


def _listed(reasons: list[str], language: Language) -> str:
    if language == "zh":
        return "、".join(reasons)
    if len(reasons) == 1:
        return reasons[0]
    return f"{', '.join(reasons[:-1])} and {reasons[-1]}"
