"""Columns that are not stored but say whether a row counts: state, test, browser."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from studio.domain import reading
from studio.pipeline.ingest.content import share
from studio.pipeline.ingest.exports.export import heads, simple
from studio.pipeline.ingest.mapping import Column

_HEADERS: dict[str, tuple[str, ...]] = {
    "agent": heads("user_agent|useragent|browser_agent|http_user_agent|agent|ua"),
    "status": heads(
        "status|order_status|financial_status|payment_status|state|order_state"
        "|Bestellstatus|Zahlungsstatus|Auftragsstatus|statut|statut de commande|estado"
        "|estado del pedido|stato|stato ordine|bestelstatus"
        "|订单状态|支付状态|状态|注文状況"
    ),
    "test": heads("test|is_test|test_order|testorder|Testbestellung|测试订单"),
}
_STATES = frozenset({*reading.CANCELLED, *reading.UNPAID}) | {
    "paid", "completed", "complete", "processing", "shipped", "delivered", "fulfilled",
    "closed", "authorized", "partially_refunded", "bezahlt", "versendet", "payee",
    "payé", "pagado", "pagato", "betaald", "已完成", "已支付", "已发货",
}  # fmt: skip
_SOME = 0.5


def roles(columns: Sequence[Column], used: Collection[int]) -> dict[int, str]:
    """Roles of the columns of a behaviour file that go nowhere, by their place."""
    found: dict[int, str] = {}
    for place, column in enumerate(columns):
        role = "" if place in used else _role(column)
        if role and role not in found.values():
            found[place] = role
    return found


def _role(column: Column) -> str:
    head = simple(column.name)
    if share(column.values, lambda v: v.startswith("Mozilla/")) >= _SOME:
        return "agent"
    for role, headers in _HEADERS.items():
        if head in headers:
            fits = role != "status" or _are_states(column.values)
            return role if fits else ""
    return ""


def _are_states(values: Sequence[str]) -> bool:
    return share(values, lambda v: reading.word(v) in _STATES) >= _SOME
