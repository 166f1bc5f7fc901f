"""Vectors of a project's texts by an encoder of meaning, kept in the project."""

from __future__ import annotations

from collections.abc import Sequence

from studio.domain.catalogue import Product
from studio.domain.taste import Features
from studio.pipeline.features.finding import passage_of
from studio.pipeline.features.text_encoders import Encoder
from studio.store.project import Project
from studio.store.vectors import Say, kept_vectors


def product_meaning(
    project: Project, encoder: Encoder, products: Sequence[Product], say: Say
) -> Features:
    """Vectors (I, W) of I products, encoded where the project does not keep them."""
    texts = [passage_of(product) for product in products]
    kept = (encoder.mark, encoder.passages)
    return kept_vectors(project.tables, "products", kept, texts, say)
