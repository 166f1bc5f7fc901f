from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch

from studio.domain.errors import InputProblem, ModelRefused
from studio.pipeline.features.text import BUCKETS
from studio.pipeline.taste.checkpoint import (
    Arrays,
    Weights,
    fit_to_products,
    read_weights,
)
from studio.pipeline.taste.settings import Settings
from studio.worker.taste_data import text_of
from studio.worker.users_csv import read_users

IDF, COMPONENTS = np.ones(BUCKETS, np.float32), np.ones((BUCKETS, 4), np.float32)


def of_texts(extra: Arrays) -> Weights:
    return Weights({}, Settings(), ("P1",), np.ones(1, np.bool_), extra)


@pytest.mark.parametrize(
    "extra",
    [
        {"text/idf": IDF},
        {"text/components": COMPONENTS},
        {"text/idf": IDF[:7], "text/components": COMPONENTS},
        {"text/idf": IDF, "text/components": COMPONENTS[:7]},
        {"text/idf": IDF, "text/components": COMPONENTS[:, :0]},
        {"text/idf": IDF, "text/components": IDF},
    ],
)
def test_that_a_text_space_of_another_shape_is_refused(extra: Arrays) -> None:
    with pytest.raises(ModelRefused, match=r"x\.safetensors is of another shape"):
        text_of(of_texts(extra), "x.safetensors")


def test_that_a_text_space_may_be_missing_or_whole() -> None:
    assert text_of(of_texts({}), "x") is None
    whole = text_of(of_texts({"text/idf": IDF, "text/components": COMPONENTS}), "x")
    assert whole is not None
    assert whole.width == 4


@pytest.mark.parametrize("net", ['{"width":1000000000}', '{"width":-1}', '{"heads":7}'])
def test_that_a_net_of_impossible_size_is_refused(net: str) -> None:
    meta = {"settings": f'{{"net":{net}}}', "products": '["P1"]'}
    with pytest.raises(ModelRefused):
        read_weights({"warm": np.ones(1)}, meta, "x.safetensors")


def test_that_whole_numbers_in_place_of_weights_are_refused() -> None:
    whole = Weights({"a": np.ones(2, np.int32)}, Settings(), (), np.ones(0, np.bool_))
    with pytest.raises(ModelRefused, match="of another shape"):
        fit_to_products(whole, (), {"a": torch.ones(2)}, "x.safetensors")


def test_that_an_open_quotation_mark_in_a_customer_list_is_told(tmp_path: Path) -> None:
    path = tmp_path / "users.csv"
    path.write_text('user_id,n\n"u1,3\nu2,4\n')
    with pytest.raises(InputProblem, match="never closed"):
        read_users(path)
