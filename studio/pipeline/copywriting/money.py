"""Prices and numbers inside sentences."""

from __future__ import annotations

from studio.domain.catalogue import Product
from studio.domain.shop import Shop
from studio.domain.words import Words

SYMBOLS = {
    "EUR": "€", "USD": "$", "GBP": "£", "CNY": "¥", "RMB": "¥", "JPY": "¥",
    "AUD": "A$", "CAD": "C$", "HKD": "HK$", "INR": "₹", "KRW": "₩", "SGD": "S$",
    "TWD": "NT$", "BRL": "R$",
}  # fmt: skip
_SMALL = (
    "no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine",
    "ten", "eleven", "twelve",
)  # fmt: skip


_SMALL_ZH = "零一两三四五六七八九十"


def price_words(amount: float, currency: str) -> Words:
    """An amount such as €119 or €8.50, as the cards show it."""
    whole = abs(amount - round(amount)) < 0.005  # noqa: PLR2004 - half a cent
    number = f"{amount:,.0f}" if whole else f"{amount:,.2f}"
    code = currency.strip().upper()
    symbol = SYMBOLS.get(code)
    text = f"{symbol}{number}" if symbol else f"{code} {number}".strip()
    return Words(text, text)


def currency_of(product: Product, shop: Shop) -> str:
    """The currency of a product's prices."""
    return product.currency or shop.currency


def count_words(n: int) -> Words:
    """A count before a noun: small ones are spelt out."""
    return Words(
        _SMALL[n] if 0 <= n < len(_SMALL) else str(n),
        _SMALL_ZH[n] if 0 <= n < len(_SMALL_ZH) else str(n),
    )


def number_words(n: int) -> Words:
    """A number in figures in both languages."""
    return Words(str(n), str(n))


def fold_words(percent: int) -> Words:
    """What is left to pay, in tenths, as Chinese discounts say it: 43 -> 5.7."""
    tenths, rest = divmod(100 - percent, 10)
    text = f"{tenths}.{rest}" if rest else str(tenths)
    return Words(text, text)
