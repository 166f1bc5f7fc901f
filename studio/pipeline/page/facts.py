"""Fills the blocks that state what the shop itself has said."""

from __future__ import annotations

from msgspec.structs import replace

from studio.domain.blocks import BLOCKS
from studio.domain.layout import Attributes
from studio.domain.page import Block, Slot
from studio.domain.shop import Article
from studio.domain.words import Words
from studio.pipeline.page.filling import Filler, Filling
from studio.pipeline.page.scenes import scene_for, seed_of

_MOST_QUESTIONS = 5


def fill_promises(filling: Filling, block: Block) -> Block | None:
    """The shop's promises with their proofs."""
    facts = filling.shop.facts
    n = min(block.attributes.columns or 4, len(facts), BLOCKS[block.type].slots[1])
    if n < BLOCKS[block.type].slots[0]:
        return None
    slots = tuple(
        Slot(icon=f.icon, copy={"promise": f.promise, "proof": f.proof})
        for f in facts[:n]
    )
    columns = n if n in BLOCKS[block.type].choices["columns"] else 3
    return replace(block, slots=slots, attributes=_counted(block, columns, n))


def fill_quotes(filling: Filling, block: Block) -> Block | None:
    """Customers' own words, about what the persona likes first."""
    scores = filling.setting.scores
    quotes = sorted(filling.shop.quotes, key=lambda q: -scores.get(q.product_id, 0.0))
    n = min(block.attributes.columns or 3, len(quotes))
    if not n:
        return None
    slots = tuple(
        Slot(
            product_id=quote.product_id,
            stars=quote.stars,
            copy={"text": quote.text, "name": Words(quote.name, quote.name)},
        )
        for quote in quotes[:n]
    )
    return replace(block, slots=slots, attributes=_counted(block, n, n))


def fill_questions(filling: Filling, block: Block) -> Block | None:
    """The shop's questions with its answers."""
    questions = filling.shop.questions
    n = min(block.attributes.items or _MOST_QUESTIONS, len(questions))
    if n < BLOCKS[block.type].slots[0]:
        return None
    slots = tuple(
        Slot(copy={"question": q.question, "answer": q.answer}) for q in questions[:n]
    )
    return replace(block, slots=slots, attributes=replace(block.attributes, items=n))


def fill_articles(filling: Filling, block: Block) -> Block | None:
    """Pieces of the journal, nearest to the persona's taste first."""
    articles = _articles(filling)
    n = min(block.attributes.columns or 3, len(articles))
    if n < BLOCKS[block.type].slots[0]:
        return None
    slots = tuple(_article_slot(article) for article in articles[:n])
    return replace(block, slots=slots, attributes=_counted(block, n, n))


def fill_mail_story(filling: Filling, block: Block) -> Block | None:
    """One piece of the journal."""
    articles = _articles(filling)
    if not articles:
        return None
    slot = _article_slot(articles[0])
    copy = {key: slot.copy[key] for key in ("title", "excerpt")}
    return replace(block, slots=(replace(slot, copy=copy),))


def _articles(filling: Filling) -> list[Article]:
    scores = filling.setting.scores
    return sorted(filling.shop.articles, key=lambda a: -scores.get(a.product_id, 0.0))


def _article_slot(article: Article) -> Slot:
    copy = {
        "section": article.section, "title": article.title, "excerpt": article.excerpt,
    }  # fmt: skip
    return Slot(
        product_id=article.product_id,
        link=article.url,
        copy={key: words for key, words in copy.items() if words},
    )


def fill_film(filling: Filling, block: Block) -> Block | None:
    """A film of the shop."""
    if not filling.shop.videos:
        return None
    film = filling.shop.videos[0]
    copy = {"title": film.title}
    if film.length:
        copy["length"] = Words(film.length, film.length)
    slot = Slot(product_id=film.product_id, link=film.url, copy=copy)
    product = filling.catalogue.get(film.product_id)
    seed = seed_of(f"{filling.request.seed}/{block.id}")
    scene = scene_for([product] if product else [], filling.shop, seed)
    return replace(block, slots=(slot,), scene=scene)


def fill_countdown(filling: Filling, block: Block) -> Block | None:
    """Only with an end that is true and still to come."""
    brief = filling.request.brief
    if brief is None or brief.end is None or brief.end < filling.setting.today:
        return None
    return block


def fill_announcement(filling: Filling, block: Block) -> Block | None:
    """Only with something to announce."""
    brief = filling.request.brief
    campaign = filling.request.scenario != "recommendation"
    offer = bool(brief and campaign and brief.offer.text)
    return block if filling.shop.announcement or offer else None


def fill_newsletter(filling: Filling, block: Block) -> Block | None:
    """Only with a promise of what is written."""
    return block if filling.shop.newsletter else None


def fill_mail_offer(filling: Filling, block: Block) -> Block | None:
    """Only with an offer."""
    brief = filling.request.brief
    return block if brief and (brief.offer.text or brief.offer.code) else None


def _counted(block: Block, columns: int, items: int) -> Attributes:
    return replace(block.attributes, columns=columns, items=items)


FILLERS: dict[str, Filler] = {
    "usp-bar": fill_promises,
    "testimonials": fill_quotes,
    "faq": fill_questions,
    "blog-posts": fill_articles,
    "mail-story": fill_mail_story,
    "video": fill_film,
    "countdown": fill_countdown,
    "announcement-bar": fill_announcement,
    "newsletter": fill_newsletter,
    "mail-offer": fill_mail_offer,
}
