"""Prices and discounts as shoppers read them."""

from __future__ import annotations

from studio.domain.words import Language

_SYMBOLS = {
    "EUR": "€", "USD": "$", "GBP": "£", "CNY": "¥", "RMB": "¥", "JPY": "¥",
    "AUD": "A$", "CAD": "C$", "HKD": "HK$", "INR": "₹", "KRW": "₩", "NZD": "NZ$",
    "SGD": "S$", "TWD": "NT$", "BRL": "R$", "ILS": "₪", "TRY": "₺", "UAH": "₴",
}  # fmt: skip
_WHOLE = frozenset({"JPY", "KRW", "VND", "CLP", "ISK"})
"""Currencies without a smaller unit in use."""
NO_BREAK = "\u00a0"
MINUS = "−"


def price_text(amount: float, currency: str) -> str:
    """An amount such as €119, €8.50 or CHF 1,299; decimals only where there are any."""
    code = currency.strip().upper()
    cents = 0 if code in _WHOLE else 2
    rounded = round(amount + 0.0, cents)
    whole = abs(rounded - round(rounded)) < 10 ** -(cents + 1)
    number = f"{abs(rounded):,.{0 if whole else cents}f}"
    sign = MINUS if rounded < 0 else ""
    symbol = _SYMBOLS.get(code)
    if symbol is None:
        return f"{sign}{code}{NO_BREAK}{number}" if code else f"{sign}{number}"
    return f"{sign}{symbol}{number}"


def discount_text(percent: int, language: Language) -> str:
    """A discount: −20 % in English, 8 折 (what is left to pay) in Chinese."""
    if language == "zh":
        tenths, rest = divmod(100 - percent, 10)
        left = f"{tenths}.{rest}" if rest else str(tenths)
        return f"{left}{NO_BREAK}折"
    return f"{MINUS}{percent}{NO_BREAK}%"
