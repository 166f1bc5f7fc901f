"""The sections of the shop page and the fields of each, as rows of data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from studio.ui.language import mark

Kind = Literal["text", "words", "long", "choice", "stars", "languages"]


@dataclass(frozen=True)
class FieldSpec:
    """One field: its key in the value, a marked label, its kind, its choices."""

    key: str
    label: str
    kind: Kind = "text"
    choices: tuple[tuple[str, str], ...] = ()
    hint: str = ""


@dataclass(frozen=True)
class SectionSpec:
    """A section: either fields of one value, or a list of items of the same fields.

    `path` names the place in the shop: empty for the shop itself, `brand`, or a list
    such as `facts`. `why` says which blocks need it. `new` is what a new item holds.
    """

    key: str
    title: str
    icon: str
    why: str
    fields: tuple[FieldSpec, ...]
    path: str = ""
    is_list: bool = False


ICONS = tuple(
    (name, text)
    for name, text in (
        ("truck", mark("Delivery")),
        ("return", mark("Returns")),
        ("shield", mark("Safety")),
        ("gift", mark("Gift")),
        ("leaf", mark("Nature")),
        ("tool", mark("Repair")),
        ("clock", mark("Time")),
        ("pen", mark("Made by hand")),
    )
)
_LINK = (
    FieldSpec("label", mark("Label"), "words"),
    FieldSpec("url", mark("Address"), hint="https://"),
)

SECTIONS: tuple[SectionSpec, ...] = (
    SectionSpec(
        "identity",
        mark("Name and languages"),
        "store",
        mark("Stands in the header, the footer and every e-mail."),
        (
            FieldSpec("name", mark("Name")),
            FieldSpec("name_zh", mark("Chinese name")),
            FieldSpec("languages", mark("Languages"), "languages"),
            FieldSpec("currency", mark("Currency"), hint="EUR"),
            FieldSpec("url", mark("Shop address"), hint="https://"),
            FieldSpec("about", mark("About"), "words"),
        ),
    ),
    SectionSpec(
        "brand",
        mark("Look of the pages"),
        "palette",
        mark("Five settings give every page the look of the shop."),
        (
            FieldSpec(
                "accent",
                mark("Accent"),
                "choice",
                (
                    ("pine", mark("Pine")),
                    ("signal", mark("Signal")),
                    ("berry", mark("Berry")),
                    ("brass", mark("Brass")),
                    ("cobalt", mark("Cobalt")),
                ),
            ),
            FieldSpec(
                "type",
                mark("Headings"),
                "choice",
                (
                    ("grotesk", mark("Grotesk")),
                    ("heavy", mark("Heavy")),
                    ("serif", mark("Serif")),
                ),
            ),
            FieldSpec(
                "radius",
                mark("Corners"),
                "choice",
                (
                    ("sharp", mark("Sharp")),
                    ("soft", mark("Soft")),
                    ("round", mark("Round")),
                ),
            ),
            FieldSpec(
                "density",
                mark("Spacing"),
                "choice",
                (
                    ("compact", mark("Compact")),
                    ("regular", mark("Regular")),
                    ("airy", mark("Airy")),
                ),
            ),
            FieldSpec(
                "theme",
                mark("Page colours"),
                "choice",
                (
                    ("auto", mark("As the shopper's system")),
                    ("light", mark("Light")),
                    ("dark", mark("Dark")),
                ),
            ),
        ),
        path="brand",
    ),
    SectionSpec(
        "notice",
        mark("Notice and newsletter"),
        "megaphone",
        mark("For the announcement bar and the newsletter block."),
        (
            FieldSpec("announcement", mark("Notice"), "words"),
            FieldSpec("newsletter", mark("Newsletter promise"), "words"),
        ),
    ),
    SectionSpec(
        "facts",
        mark("Delivery, returns and other promises"),
        "shield-check",
        mark("For the promises block; at least two."),
        (
            FieldSpec("icon", mark("Sign"), "choice", ICONS),
            FieldSpec("promise", mark("Promise"), "words"),
            FieldSpec("proof", mark("Proof"), "words"),
        ),
        path="facts",
        is_list=True,
    ),
    SectionSpec(
        "questions",
        mark("Questions and answers"),
        "circle-question-mark",
        mark("For the questions block; at least two."),
        (
            FieldSpec("question", mark("Question"), "words"),
            FieldSpec("answer", mark("Answer"), "words"),
        ),
        path="questions",
        is_list=True,
    ),
    SectionSpec(
        "quotes",
        mark("Real quotes"),
        "quote",
        mark("For testimonials. Only what a customer really wrote: none is invented."),
        (
            FieldSpec("text", mark("Quote"), "words"),
            FieldSpec("name", mark("Customer's name as they allow it")),
            FieldSpec("product_id", mark("Product id")),
            FieldSpec("stars", mark("Stars"), "stars"),
        ),
        path="quotes",
        is_list=True,
    ),
    SectionSpec(
        "articles",
        mark("Journal"),
        "newspaper",
        mark("For the journal block and the story of an e-mail."),
        (
            FieldSpec("section", mark("Section"), "words"),
            FieldSpec("title", mark("Title"), "words"),
            FieldSpec("excerpt", mark("Excerpt"), "words"),
            FieldSpec("url", mark("Address"), hint="https://"),
            FieldSpec("product_id", mark("Product id")),
        ),
        path="articles",
        is_list=True,
    ),
    SectionSpec(
        "videos",
        mark("Films"),
        "play",
        mark("For the video block."),
        (
            FieldSpec("title", mark("Title"), "words"),
            FieldSpec("url", mark("Address"), hint="https://"),
            FieldSpec("length", mark("Length"), hint="1:20"),
            FieldSpec("product_id", mark("Product id")),
        ),
        path="videos",
        is_list=True,
    ),
    SectionSpec(
        "departments",
        mark("Departments"),
        "menu",
        mark("The navigation in the page's header."),
        _LINK,
        path="departments",
        is_list=True,
    ),
    SectionSpec(
        "footer",
        mark("Footer links"),
        "panel-bottom",
        mark("Links at the foot of every page."),
        _LINK,
        path="footer_links",
        is_list=True,
    ),
    SectionSpec(
        "legal",
        mark("Address and legal"),
        "scale",
        mark("An e-mail must carry a postal address and a way to unsubscribe."),
        (
            FieldSpec("postal_address", mark("Postal address")),
            FieldSpec("legal_note", mark("Legal note"), "words"),
            FieldSpec("unsubscribe_url", mark("Unsubscribe address"), hint="https://"),
            FieldSpec("privacy_url", mark("Privacy address"), hint="https://"),
        ),
    ),
)
