"""Words that promise more than a shop has shown."""

from __future__ import annotations

import re
from collections.abc import Iterator

from studio.domain.words import Language

_PLAIN_EST = frozenset({
    "rest", "best", "test", "west", "east", "nest", "guest", "forest", "honest", "vest",
    "modest", "interest", "request", "chest", "harvest", "digest", "suggest", "invest",
    "protest", "priest", "crest", "quest", "arrest", "contest", "zest", "jest", "pest",
    "lest", "breast", "attest", "conquest", "inquest", "midwest", "tempest", "latest",
    "earnest", "manifest", "northwest",
})  # fmt: skip
"""Words that end like a superlative and are none."""
_EST = re.compile(r"\b([a-z]{3,}est)\b", re.IGNORECASE)
_CLAIMS_EN = re.compile(
    r"\b(the best|best (?:in|of|ever|quality|price\w*)|number one|no\. ?1|#1|world'?s|"
    r"world-class|in europe|leading|unbeatable|unrivalled|unmatched|award[- ]winning|"
    r"miracle|revolutionary|guarantee\w*|clinically|scientifically|perfect|ultimate|"
    r"free|for life|lifetime|organic|vegan|sustainabl\w*|carbon[- ]neutral|eco\w*|"
    r"handmade|hand-made|certified|tested|exclusive\w*|"
    r"most (?!of\b|under\b|pieces\b)\w+|only here|everyone's favou?rite|always|"
    r"never fails|risk[- ]free|instant\w*)\b",
    re.IGNORECASE,
)
_CLAIMS_ZH = re.compile(
    r"最(?!近|后|初|终|多省|高省|好先)|第一(?!次|杯|眼|步|件|条|页|周|天|句)"
    r"|顶级|顶尖|极致|唯一|首选|全网|国家级"
    r"|世界级|独家|万能|永久|史上|绝对|王牌|冠军|领先|免费|包邮|终身"
    r"|纯天然|有机|零风险|保证|特效|神器|必买"
)
_STOCK_PHRASES = {
    "en": re.compile(
        r"\b(shop now|click here|learn more|buy now|read more|find out more)\b",
        re.IGNORECASE,
    ),
    "zh": re.compile(
        r"立即购买|马上购买|立刻购买|点击这里|点击查看|点此查看|了解更多|立即抢购"
    ),
}
_HURRY = {
    "en": re.compile(
        r"\b(hurry|last chance|today only|only today|selling fast|almost gone|"
        r"don'?t miss|limited time|ends soon|final hours)\b",
        re.IGNORECASE,
    ),
    "zh": re.compile(
        r"仅限今日|最后一天|最后机会|手慢无|抢购|限时|马上结束|即将售罄|错过"
    ),
}


def stock_phrases(text: str, language: Language) -> Iterator[str]:
    """Button texts that say nothing."""
    yield from (m[0] for m in _STOCK_PHRASES[language].finditer(text))


def hurries(text: str, language: Language) -> Iterator[str]:
    """Words that press the shopper; true only with an end."""
    yield from (m[0] for m in _HURRY[language].finditer(text))


def claims(text: str, language: Language) -> Iterator[str]:
    """Superlatives and claims, each to be backed or left out."""
    if language == "zh":
        yield from (m[0] for m in _CLAIMS_ZH.finditer(text))
        return
    yield from (m[0] for m in _CLAIMS_EN.finditer(text.replace("’", "'")))
    for match in _EST.finditer(text):
        if match[1].casefold() not in _PLAIN_EST:
            yield match[1]
