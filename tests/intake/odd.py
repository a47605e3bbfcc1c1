"""Channels that read as no network should: for the tests of what digestion does about them."""

import json
from collections.abc import Sequence

from hilft.channels import InboundEvent, RawItem
from tests.cases.world import NamingChannel


class BundleChannel(NamingChannel):
    """Delivers several things in one receipt, and fails as its payload says."""

    faults = 0

    def read(self, payload: bytes) -> Sequence[InboundEvent]:
        whole = json.loads(payload)
        if "break" in whole:
            type(self).faults += 1
            if type(self).faults <= whole["break"]:
                raise RuntimeError("not today")
            whole = whole["then"]
        events: list[InboundEvent] = []
        for each in whole.get("bundle", [whole]):
            events += super().read(json.dumps(each).encode())
        return events


def bundle(key: str, *items: RawItem) -> RawItem:
    return RawItem(key, json.dumps({"bundle": [json.loads(item.payload) for item in items]}).encode())


def breaking(item: RawItem, times: int) -> RawItem:
    return RawItem(item.dedupe_key, json.dumps({"break": times, "then": json.loads(item.payload)}).encode())
