"""Marks pages whose products have changed since they were made or approved."""

from __future__ import annotations

from studio.domain.catalogue import Catalogue
from studio.domain.review import changed_products
from studio.store.project import Project


def mark_changed_pages(project: Project, catalogue: Catalogue) -> int:
    """Mark stale pages, at their head or as approved; returns how many."""
    count = 0
    for row in project.pages.rows():
        changed = set(changed_products(project.pages.page(row.page_id), catalogue))
        if row.approval is not None:
            approved = project.pages.at(row.page_id, row.approval.revision)
            changed |= set(changed_products(approved, catalogue))
        if changed:
            why = why_changed(sorted(changed), catalogue)
            project.pages.mark_stale(row.page_id, why)
            count += 1
    return count


def why_changed(changed: list[str], catalogue: Catalogue) -> str:
    """Why a page is stale, in a sentence that names the first of its products."""
    product = catalogue.get(changed[0])
    first = product.title if product else changed[0]
    if len(changed) == 1:
        return f"{first} has changed in the catalogue."
    return f"{first} and {len(changed) - 1} more have changed in the catalogue."
