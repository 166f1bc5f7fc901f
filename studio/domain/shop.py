"""What a page may state as fact about the shop itself."""

from __future__ import annotations

from typing import Literal

import msgspec

from studio.domain.words import Language, Words

Accent = Literal["pine", "signal", "berry", "brass", "cobalt"]
TypeFace = Literal["grotesk", "heavy", "serif"]
Radius = Literal["sharp", "soft", "round"]
Density = Literal["compact", "regular", "airy"]
PageTheme = Literal["auto", "light", "dark"]


class Brand(msgspec.Struct, frozen=True):
    """The five settings that give every page the shop's look."""

    accent: Accent = "pine"
    type: TypeFace = "grotesk"
    radius: Radius = "soft"
    density: Density = "regular"
    theme: PageTheme = "auto"


class Fact(msgspec.Struct, frozen=True):
    """A promise that holds for the whole shop, with its proof: `usp-bar` shows it.

    `icon` is one of truck, return, shield, gift, leaf, tool, clock, pen.
    """

    icon: str
    promise: Words
    proof: Words


class ShopLink(msgspec.Struct, frozen=True):
    """A link of the shop's navigation or footer."""

    label: Words
    url: str


class Quote(msgspec.Struct, frozen=True):
    """A customer's own words. Never invented: the shop enters or imports them."""

    text: Words
    name: str
    product_id: str = ""
    stars: int | None = None


class Question(msgspec.Struct, frozen=True):
    """A question that shoppers ask, with the shop's answer."""

    question: Words
    answer: Words


class Article(msgspec.Struct, frozen=True):
    """A piece of the shop's journal; `product_id` gives the scene its picture."""

    section: Words
    title: Words
    excerpt: Words
    url: str
    product_id: str = ""


class Video(msgspec.Struct, frozen=True):
    """A film of the shop: shown as a poster with its length and a link."""

    title: Words
    url: str
    length: str = ""
    product_id: str = ""


class Shop(msgspec.Struct, frozen=True, omit_defaults=True):
    """The shop's own facts; a block whose facts are missing is not generated."""

    name: str = ""
    name_zh: str = ""
    languages: tuple[Language, ...] = ("en",)
    currency: str = "EUR"
    url: str = ""
    about: Words = Words()
    logo: str = ""
    brand: Brand = Brand()
    departments: tuple[ShopLink, ...] = ()
    footer_links: tuple[ShopLink, ...] = ()
    category_names: dict[str, Words] = {}
    announcement: Words = Words()
    facts: tuple[Fact, ...] = ()
    quotes: tuple[Quote, ...] = ()
    questions: tuple[Question, ...] = ()
    articles: tuple[Article, ...] = ()
    videos: tuple[Video, ...] = ()
    newsletter: Words = Words()
    postal_address: str = ""
    legal_note: Words = Words()
    unsubscribe_url: str = ""
    privacy_url: str = ""

    def name_in(self, language: Language) -> str:
        """The shop's name in a language."""
        return (self.name_zh or self.name) if language == "zh" else self.name

    def category_in(self, category: str, language: Language) -> str:
        """A category's name in a language, or as the catalogue writes it."""
        words = self.category_names.get(category)
        return (words.in_(language) if words else "") or category

    @property
    def language(self) -> Language:
        """The shop's first language."""
        return self.languages[0] if self.languages else "en"
