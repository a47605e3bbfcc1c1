"""Durations counted into buckets whose bounds grow by a constant factor: they add up exactly, and tell quantiles.

The method is DDSketch's (Masson, Rim, Lee: "DDSketch: a fast and fully-mergeable quantile sketch with relative-error
guarantees", VLDB 2019): bucket ``i`` holds what lies in ``(g**(i-1), g**i]`` seconds, and is told as
``2 * g**i / (g + 1)``, which is at most `ERROR` away from anything in it. Pure.
"""

import math
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

ERROR = 0.02
"The relative error of a quantile, at most; durations below one second are told as no time at all."

_ACCURACY = 0.019
"A little less than promised, for what floating point takes."
_GROWTH = (1 + _ACCURACY) / (1 - _ACCURACY)
_LOG = math.log(_GROWTH)
_SECOND = 1000

BOUNDS = (60, 300, 900, 1800, 3600, 7200, 14400, 28800, 86400, 259200, 604800)
"Where the bands of a distribution end, in seconds: one minute to seven days; the last band has no end."


def bucket_of(milliseconds: int) -> int:
    """Give the bucket of a duration; 0: less than a second."""
    if milliseconds < _SECOND:
        return 0
    return max(1, math.ceil(math.log(milliseconds / _SECOND) / _LOG) + 1)


@cache
def seconds_of(bucket: int) -> float:
    """Give the seconds for which a bucket stands."""
    return 0.0 if bucket == 0 else 2 * _GROWTH ** (bucket - 1) / (_GROWTH + 1)


@dataclass(frozen=True, slots=True)
class Band:
    """How many lie in ``start <= seconds < end``; ``end`` None: however long."""

    start: int
    end: int | None
    count: int


@dataclass(frozen=True, slots=True)
class Spread:
    """What can be said of many durations, in seconds; the mean is never shown without the bands. None: there were none."""

    count: int
    median: float | None
    p90: float | None
    mean: float | None
    bands: tuple[Band, ...]


def spread_of(counts: Mapping[int, int], total: int) -> Spread:
    """Sum up a histogram; ``total``: all durations added up, in milliseconds."""
    count = sum(counts.values())
    mean = total / _SECOND / count if count else None
    ordered = sorted(counts.items())
    median, p90 = (_quantile(ordered, count, share) for share in (0.5, 0.9))
    return Spread(count, median, p90, mean, bands_of(counts))


def quantile(counts: Mapping[int, int], share: float) -> float | None:
    """Give the seconds below which this share lies, between two ranks in proportion (SQL's ``percentile_cont``)."""
    return _quantile(sorted(counts.items()), sum(counts.values()), share)


def _quantile(ordered: Sequence[tuple[int, int]], count: int, share: float) -> float | None:
    if not count:
        return None
    place = share * (count - 1)
    lower, upper = math.floor(place), math.ceil(place)
    low, high = (seconds_of(bucket) for bucket in _at(ordered, (lower, upper)))
    return low + (high - low) * (place - lower)


def _at(counts: Sequence[tuple[int, int]], ranks: Iterable[int]) -> list[int]:
    """Give the buckets in which these ranks (from 0, ascending) lie."""
    ordered = iter(counts)
    found: list[int] = []
    bucket, seen = 0, 0
    for rank in ranks:
        while seen <= rank:
            bucket, count = next(ordered)
            seen += count
        found.append(bucket)
    return found


def bands_of(counts: Mapping[int, int]) -> tuple[Band, ...]:
    """Count into bands a person can read; a duration within the error of a bound may lie on its other side."""
    starts, ends = (0, *BOUNDS), (*BOUNDS, None)
    sums = [0] * len(starts)
    for bucket, count in counts.items():
        sums[_band(bucket)] += count
    return tuple(Band(*each) for each in zip(starts, ends, sums, strict=True))


@cache
def _band(bucket: int) -> int:
    return bisect_right(BOUNDS, seconds_of(bucket))
