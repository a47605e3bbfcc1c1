"""Nudges on the wire."""

import uuid

from hypothesis import given
from hypothesis import strategies as st

from hilft.ids import BrandId
from hilft.live.payload import LIMIT, pack, unpack

TOPICS = st.text(st.characters(blacklist_categories=["Cs", "Cc", "Zl", "Zp"]), min_size=1, max_size=200)
NUDGES = st.lists(st.tuples(st.uuids().map(BrandId), TOPICS), max_size=300)


@given(NUDGES)
def test_what_goes_in_comes_out_and_fits(nudges: list[tuple[BrandId, str]]) -> None:
    payloads = list(pack(nudges))
    assert [nudge for payload in payloads for nudge in unpack(payload)] == nudges
    assert all(len(payload.encode()) <= LIMIT for payload in payloads)


def test_payloads_are_filled() -> None:
    brand = BrandId(uuid.UUID(int=1))
    assert len(list(pack((brand, "x" * 46) for _ in range(99)))) == 1
    assert len(list(pack((brand, "x" * 46) for _ in range(100)))) == 2
    assert list(pack([])) == []
