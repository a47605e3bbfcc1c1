"""A linear model for several labels, as it lies in the package: sorted hashes of features, for each some weights.

The file: one line of JSON (``labels``, ``bias``, ``scale``, and the numbers of features and weights), then
little-endian arrays: hashes (4 bytes), where the weights of each feature begin (4 bytes), labels (1), weights (1, signed).
"""

import json
import math
import sys
from array import array
from bisect import bisect_left
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cache
from importlib import resources
from zlib import crc32


@dataclass(frozen=True, slots=True)
class Model:
    """Gives each label a probability of its own."""

    labels: tuple[str, ...]
    bias: tuple[float, ...]
    scale: tuple[float, ...]
    "Of the weights of each label: they are kept as whole numbers up to 127."
    hashes: "array[int]"
    starts: "array[int]"
    whose: "array[int]"
    weights: "array[int]"

    def __call__(self, features: AbstractSet[str]) -> dict[str, float]:
        """Give the probability of every label for some features."""
        sums = [0] * len(self.labels)
        hashes, last = self.hashes, len(self.hashes)
        known = 0
        for feature in features:
            mark = crc32(feature.encode())
            place = bisect_left(hashes, mark)
            if place < last and hashes[place] == mark:
                known += 1
                for at in range(self.starts[place], self.starts[place + 1]):
                    sums[self.whose[at]] += self.weights[at]
        size = weight_of(known)
        return {
            label: 1 / (1 + math.exp(-_within(bias + total * scale * size)))
            for label, bias, scale, total in zip(self.labels, self.bias, self.scale, sums, strict=True)
        }


def weight_of(count: int) -> float:
    """Give what one of so many known features weighs: a long sentence is not surer than a short one."""
    return 3 / math.sqrt(max(1, count))


def _within(logit: float) -> float:
    return max(-30.0, min(30.0, logit))


@cache
def asked() -> Model:
    """Give the model of what a sentence of a draft asks for."""
    return _load("asked.bin")


@cache
def told() -> Model:
    """Give the model of what a clause of a customer's text tells."""
    return _load("told.bin")


def _load(name: str) -> Model:
    content = resources.files(__package__).joinpath(name).read_bytes()
    head, _, body = content.partition(b"\n")
    about = json.loads(head)
    features, weights = about["features"], about["weights"]
    arrays, done = [], 0
    for kind, count in (("I", features), ("I", features + 1), ("B", weights), ("b", weights)):
        values = array(kind)
        size = count * values.itemsize
        values.frombytes(body[done : done + size])
        done += size
        if sys.byteorder == "big":
            values.byteswap()
        arrays.append(values)
    return Model(tuple(about["labels"]), tuple(about["bias"]), tuple(about["scale"]), *arrays)
