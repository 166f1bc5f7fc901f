"""Machines among the shoppers are told by what no person does."""

from __future__ import annotations

import pytest

from studio.store.duck import connect
from studio.store.importing.bots import bots


@pytest.fixture
def found():
    """Which shoppers of some events are machines: `found("SELECT ...")`."""
    connection = connect()

    def asked(*parts: str) -> set[str]:
        events = " UNION ALL ".join(parts)
        rows = connection.execute(bots(f"({events})")).fetchall()
        return {str(row[0]) for row in rows}

    yield asked
    connection.close()


def looks(shopper: str, count: int, every: str, kind: str = "view") -> str:
    return (
        f"SELECT '{shopper}' AS shopper, '{kind}' AS kind, TIMESTAMP '2026-01-01"
        f" 08:00:00' + n * INTERVAL {every} AS time FROM range({count}) t(n)"
    )


def test_that_a_day_of_looking_without_wanting_is_a_machine(found) -> None:
    eager = looks("eager", 600, "30 SECOND")
    assert found(eager) == {"eager"}
    assert found(looks("person", 400, "30 SECOND")) == set()
    assert found(looks("regular", 900, "3 HOUR")) == set()
    buyer = looks("eager", 1, "1 SECOND", "purchase")
    assert found(eager, buyer) == set()


def test_that_no_person_clicks_twice_a_second_for_a_minute(found) -> None:
    fast = looks("fast", 130, "400 MILLISECOND")
    assert found(fast, looks("fast", 1, "1 SECOND", "purchase")) == {"fast"}
    assert found(looks("list", 200, "0 SECOND")) == set()  # one list, shown at once
    assert found(looks("lines", 500, "0 SECOND", "purchase")) == set()
