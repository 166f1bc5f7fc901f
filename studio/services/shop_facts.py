"""The shop's facts: what pages may state, loaded, checked and saved."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import msgspec
from msgspec.structs import replace

from studio.domain.catalogue import Catalogue
from studio.domain.errors import InputProblem
from studio.domain.shop import Shop, ShopLink
from studio.domain.words import Language, Words
from studio.store.project import Project

ICONS: tuple[str, ...] = (
    "truck", "return", "shield", "gift", "leaf", "tool", "clock", "pen",
)  # fmt: skip
"""Icons that a promise may carry."""
_SAFE = ("https://", "http://", "/", "#", "mailto:")
_MOST_STARS = 5
_MOST_DEPARTMENTS = 6
_LONGEST = 600
_CHINESE_SHARE = 0.5


class ShopProblem(msgspec.Struct, frozen=True):
    """One thing to mend: the field (such as `quotes[1].name`) and a sentence."""

    field: str
    sentence: Words


class ShopFacts:
    """The facts of one project's shop."""

    def __init__(self, project: Project) -> None:
        self._project = project

    def load(self) -> Shop:
        """The shop as saved, completed from the catalogue where it says nothing."""
        return completed(self._project.shop(), self._project.catalogue())

    def save(self, shop: Shop) -> None:
        """Keep the facts; raises InputProblem naming the first thing to mend."""
        if problems := problems_of(shop):
            first = problems[0]
            raise InputProblem(first.sentence.en, f"Mend {first.field} and save again.")
        self._project.save_shop(shop)

    def read(self, path: Path) -> Shop:
        """Facts from a JSON file such as the sample shop's; raises InputProblem."""
        try:
            shop = msgspec.json.decode(path.read_bytes(), type=Shop)
        except OSError as error:
            raise InputProblem(f"{path} cannot be read ({error.strerror}).") from error
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            raise InputProblem(
                f"{path.name} does not hold the facts of a shop: {error}.",
                "The sample shop's shop.json shows the form.",
            ) from error
        if problems := problems_of(shop):
            first = problems[0]
            raise InputProblem(
                first.sentence.en, f"It is {first.field} in {path.name}."
            )
        return shop


def completed(shop: Shop, catalogue: Catalogue) -> Shop:
    """The shop with what its catalogue tells: currency, languages, departments.

    Only empty fields are filled; departments have no address, so they lead nowhere
    until somebody enters one.
    """
    if not len(catalogue):
        return shop
    currencies = Counter(p.currency for p in catalogue if p.currency)
    if currencies and shop.currency not in currencies:
        shop = replace(shop, currency=currencies.most_common(1)[0][0])
    if shop.languages == ("en",):
        shop = replace(shop, languages=_languages(catalogue))
    if not shop.departments:
        names = Counter(p.department for p in catalogue if p.department)
        links = tuple(
            ShopLink(Words(shop.category_in(n, "en"), shop.category_in(n, "zh")), "")
            for n, _ in names.most_common(_MOST_DEPARTMENTS)
        )
        shop = replace(shop, departments=links)
    return shop


def _languages(catalogue: Catalogue) -> tuple[Language, ...]:
    """English, Chinese, or both, by the titles."""
    chinese_titles = sum(_is_chinese(p.title) for p in catalogue)
    if chinese_titles > len(catalogue) * _CHINESE_SHARE:
        return ("zh",)
    translated = sum(bool(p.title_zh) for p in catalogue)
    both = translated > len(catalogue) * _CHINESE_SHARE
    return ("en", "zh") if both else ("en",)


def _is_chinese(text: str) -> bool:
    return any("\u4e00" <= c <= "\u9fff" for c in text)


def problems_of(shop: Shop) -> tuple[ShopProblem, ...]:
    """Everything that would make a page say something empty, false or unsafe."""
    found = [
        *_links(shop),
        *_facts(shop),
        *_quotes(shop),
        *_questions(shop),
        *_reading(shop),
    ]
    if not shop.languages:
        found.append(_problem("languages", "A shop has a language.", "请选择语言。"))
    return tuple(found)


def _problem(field: str, en: str, zh: str) -> ShopProblem:
    return ShopProblem(field, Words(en, zh))


def _links(shop: Shop) -> list[ShopProblem]:
    urls = {
        "url": shop.url,
        "unsubscribe_url": shop.unsubscribe_url,
        "privacy_url": shop.privacy_url,
        **{f"departments[{i}].url": x.url for i, x in enumerate(shop.departments)},
        **{f"footer_links[{i}].url": x.url for i, x in enumerate(shop.footer_links)},
        **{f"articles[{i}].url": x.url for i, x in enumerate(shop.articles)},
        **{f"videos[{i}].url": x.url for i, x in enumerate(shop.videos)},
    }
    return [
        _problem(
            field,
            f"“{url[:60]}” is no address that a page can link to.",
            f"“{url[:60]}”不是可用的链接。",
        )
        for field, url in urls.items()
        if url and not url.lower().startswith(_SAFE)
    ]


def _facts(shop: Shop) -> list[ShopProblem]:
    found: list[ShopProblem] = []
    for at, fact in enumerate(shop.facts):
        if not fact.promise or not fact.proof:
            found.append(
                _problem(
                    f"facts[{at}]",
                    "A promise needs its proof.",
                    "每条承诺都要有说明。",
                )
            )
        if fact.icon not in ICONS:
            found.append(
                _problem(
                    f"facts[{at}].icon",
                    f"There is no icon “{fact.icon}” for a promise.",
                    f"没有“{fact.icon}”这个图标。",
                )
            )
    return found


def _quotes(shop: Shop) -> list[ShopProblem]:
    found: list[ShopProblem] = []
    for at, quote in enumerate(shop.quotes):
        if not quote.text or not quote.name.strip():
            found.append(
                _problem(
                    f"quotes[{at}]",
                    "A quote needs its words and the name of who said them.",
                    "引语要有原话和说话人的名字。",
                )
            )
        if quote.stars is not None and not 1 <= quote.stars <= _MOST_STARS:
            found.append(
                _problem(
                    f"quotes[{at}].stars",
                    f"A rating has 1 to {_MOST_STARS} stars, not {quote.stars}.",
                    f"评分是 1 到 {_MOST_STARS} 星，不是 {quote.stars}。",
                )
            )
    return found


def _questions(shop: Shop) -> list[ShopProblem]:
    return [
        _problem(
            f"questions[{at}]", "A question needs its answer.", "每个问题都要有回答。"
        )
        for at, one in enumerate(shop.questions)
        if not one.question or not one.answer
    ]


def _reading(shop: Shop) -> list[ShopProblem]:
    found = [
        _problem(
            f"articles[{at}]",
            "A piece of the journal needs a title and an address.",
            "文章要有标题和链接。",
        )
        for at, one in enumerate(shop.articles)
        if not one.title or not one.url
    ]
    found += [
        _problem(
            f"videos[{at}]",
            "A film needs a title and an address.",
            "视频要有标题和链接。",
        )
        for at, one in enumerate(shop.videos)
        if not one.title or not one.url
    ]
    texts = {"about": shop.about, "announcement": shop.announcement}
    for field, words in texts.items():
        if max(len(words.en), len(words.zh)) > _LONGEST:
            found.append(
                _problem(
                    field,
                    f"This text is longer than {_LONGEST} characters.",
                    f"这段文字超过了 {_LONGEST} 个字。",
                )
            )
    return found
