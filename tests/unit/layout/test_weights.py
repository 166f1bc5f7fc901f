from __future__ import annotations

import pickle

import msgspec
import numpy as np
import pytest
import torch
from safetensors.numpy import save_file

from studio.domain.errors import ModelRefused
from studio.pipeline.layout.conditions import Conditions
from studio.pipeline.layout.sampling import sample_layouts
from studio.pipeline.layout.weights import pack, read_weights, write_weights


@pytest.fixture
def path(tmp_path):
    return tmp_path / "layout.safetensors"


def test_that_weights_survive_writing(small, path):
    model = small.model()
    write_weights(model, path)
    again = read_weights(path)
    wish = Conditions("home")
    one, two = (sample_layouts(m, wish, 5, 3) for m in (model, again))
    assert [page.blocks for page in one] == [page.blocks for page in two]
    assert one[0].realism == pytest.approx(two[0].realism, abs=1e-3)


def test_that_a_pickle_is_refused_unread(path):
    path.write_bytes(pickle.dumps({"generator": 1}))
    with pytest.raises(ModelRefused, match="pickle"):
        read_weights(path)


def test_that_a_torch_archive_is_refused_unread(path):
    torch.save({"generator": torch.zeros(2)}, path)
    with pytest.raises(ModelRefused, match="pickle"):
        read_weights(path)


def test_that_a_missing_and_a_truncated_file_are_refused(small, path):
    with pytest.raises(ModelRefused, match="no layout weights"):
        read_weights(path)
    write_weights(small.model(), path)
    path.write_bytes(path.read_bytes()[:-100])
    with pytest.raises(ModelRefused, match="not a readable"):
        read_weights(path)


@pytest.mark.parametrize(
    ("key", "value", "reason"),
    [("kind", "taste", "another kind"), ("version", "99", "version"),
     ("vocabulary", "0", "another list of block types"),
     ("generator", '{"width": "wide"}', "does not say")],
)  # fmt: skip
def test_that_weights_of_something_else_are_refused(small, path, key, value, reason):
    tensors, meta = pack(small.model())
    save_file(tensors, path, meta | {key: value})
    with pytest.raises(ModelRefused, match=reason):
        read_weights(path)


@pytest.mark.parametrize("wrong", ["shape", "missing", "not finite"])
def test_that_wrong_arrays_are_refused(small, path, wrong):
    tensors, meta = pack(small.model())
    name = "generator.state.weight"
    if wrong == "missing":
        del tensors[name]
    elif wrong == "shape":
        tensors[name] = np.zeros((3, 3), np.float32)
    else:
        tensors[name] = np.full_like(tensors[name], np.nan)
    save_file(tensors, path, meta)
    with pytest.raises(ModelRefused):
        read_weights(path)


def test_that_absurd_sizes_are_refused_before_memory_is_taken(small, path):
    tensors, meta = pack(small.model())
    sizes = msgspec.json.decode(meta["generator"])
    meta["generator"] = msgspec.json.encode(sizes | {"width": 10**7}).decode()
    save_file(tensors, path, meta)
    with pytest.raises(ModelRefused):
        read_weights(path)
