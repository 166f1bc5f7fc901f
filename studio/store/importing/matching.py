"""Which product of the catalogue each product that events name is.

An event may call a product by its id, by a name under which orders of the same shop
know it (an alias: the SKU of a variant, "Title - Variant"), or by its title.
"""
# ruff: noqa: S608 - the SQL is made of our own constants

from __future__ import annotations

from studio.domain.errors import InputProblem
from studio.store.importing.events.event_import import EventImport, Lost
from studio.store.importing.merging import Merge
from studio.store.importing.watch import Watch

TOLD = "told_products"
"""What behaviour files say of the products that they name."""


def begin(watch: Watch) -> None:
    """Make the table of what files say of products, still empty."""
    watch.sql(
        f"CREATE TABLE {TOLD} (id VARCHAR, title VARCHAR, description VARCHAR,"
        " category VARCHAR[], brand VARCHAR, price DOUBLE, currency VARCHAR,"
        " image VARCHAR)"
    )


def match_products(watch: Watch, merge: Merge, events: EventImport) -> Lost:
    """Make `product_map (given, is_new, id)`; `id` is NULL for what nobody knows.

    Without a catalogue, products are made of what the events say. Once there is one,
    events on what it does not know are left out.

    Raises:
        InputProblem: The catalogue knows none of the products of the events.
    """
    merge.load("products")
    with watch.lent("named_products", events.named()):
        watch.sql(
            "CREATE TABLE product_map AS SELECT given, is_new FROM named_products"
        )
    if merge.count("products WHERE NOT made") == 0:
        _make(watch)
        merge.change("products")
        watch.sql("ALTER TABLE product_map ADD COLUMN id VARCHAR")
        watch.sql("UPDATE product_map SET id = given")
        return events.lost()
    _look_up(watch)
    _drop_made(watch, merge)
    return events.lost()


def _make(watch: Watch) -> None:
    """Make products of the ids, with what files said of them."""
    watch.sql(f"""
        UPDATE products SET title = t.title,
            description = coalesce(nullif(t.description, ''), products.description),
            category = CASE WHEN len(t.category) > 0 THEN t.category
                ELSE products.category END,
            brand = coalesce(nullif(t.brand, ''), products.brand),
            price = coalesce(t.price, products.price),
            currency = coalesce(nullif(t.currency, ''), products.currency),
            image = coalesce(nullif(t.image, ''), products.image)
        FROM {TOLD} t WHERE t.id = products.id AND products.made
    """)
    watch.sql(f"""
        INSERT INTO products (id, title, title_zh, description, category, brand, price,
            currency, link, image, added, made, aliases, place)
        SELECT id, coalesce(t.title, id), '', coalesce(t.description, ''),
            coalesce(t.category, []), coalesce(t.brand, ''), t.price,
            coalesce(t.currency, ''), '', coalesce(t.image, ''), '', true, [],
            (SELECT coalesce(max(place), -1) FROM products)
            + row_number() OVER (ORDER BY id)
        FROM (SELECT given AS id FROM product_map UNION SELECT id FROM {TOLD})
            LEFT JOIN {TOLD} t USING (id)
        WHERE id NOT IN (SELECT id FROM products)
    """)


def _look_up(watch: Watch) -> None:
    """Find each product by id, else by an alias, else by its title."""
    watch.sql(f"""
        CREATE OR REPLACE TABLE product_map AS
        WITH real AS (SELECT * FROM products WHERE NOT made), names AS (
            SELECT lower(trim(name)) AS name, arg_min(id, place) AS id FROM (
                SELECT id, place, unnest(aliases) AS name FROM real
            ) WHERE trim(name) <> '' GROUP BY 1
        ), titles AS (
            SELECT lower(trim(title)) AS name, arg_min(id, place) AS id FROM real
            GROUP BY 1
        )
        SELECT given, is_new, coalesce(r.id, a.id, b.id, c.id) AS id
        FROM product_map m
        LEFT JOIN real r ON r.id = m.given
        LEFT JOIN names a ON a.name = lower(trim(m.given))
        LEFT JOIN {TOLD} t ON t.id = m.given
        LEFT JOIN names b ON b.name = lower(trim(t.title))
        LEFT JOIN titles c ON c.name = lower(trim(t.title))
    """)


def _drop_made(watch: Watch, merge: Merge) -> None:
    if merge.count("products WHERE made") == 0:
        return
    named = merge.count("product_map")
    if named and merge.count("product_map WHERE id IS NOT NULL") == 0:
        raise InputProblem(
            "None of the products in the behaviour of this project is in the"
            " catalogue that was given.",
            "Look whether its product ids are the same; nothing was changed.",
        )
    watch.sql("DELETE FROM products WHERE made")
    merge.change("products")
