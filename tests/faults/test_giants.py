"""Whatever a network says, however large or deep: events, or a ValueError, in bounded time and memory."""

import contextlib
import json
import resource
import time
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from hilft.channels import manifests
from hilft.channels.testing.specimen import Specimen, specimen

MOST_SECONDS = 8.0
"Of the processor: others may be using it too."
MOST_KILOBYTES = 600 * 1024
_MARK = "\ue000here\ue000"
_DEEP = ("[" * 10_000 + "]" * 10_000, '{"a":' * 10_000 + "1" + "}" * 10_000)
_LARGE = (
    "@otto@town.test " * 100_000,
    "<p>" + '<a href="https://town.test/@otto" class="mention">@otto</a> ' * 60_000,
    "<div><blockquote><ul><li>" * 10_000 + "x",
    "<p>" + "".join(f"<b title={number}>" for number in range(300)) + "<p>x" * 200_000,
    "<b></i>" * 100_000,
    "x" * 5_000_000,
    "https://town.test/" + "a/" * 500_000,
    "&lt;" * 500_000 + "&#x1F9D1;&#x200D;" * 50_000,
)
KINDS = sorted(manifests())
HEARING = [kind for kind in KINDS if specimen(kind).payloads]
"Those that take bytes from outside; to a counter only our own agents bring anything."


def read_in_time(found: Specimen, payload: bytes) -> bool:
    """Read; whether it could be read. Anything but events or ``ValueError`` fails, and so does taking too long."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    began = time.process_time()
    readable = False
    with contextlib.suppress(ValueError):
        found.channel.read(payload)
        readable = True
    assert time.process_time() - began < MOST_SECONDS, payload[:100]
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < MOST_KILOBYTES, payload[:100]
    return readable


@pytest.mark.parametrize("kind", HEARING)
def test_deep_things_in_every_place(kind: str) -> None:
    found = specimen(kind)
    for whole in _parsed(found):
        for marked in _each_leaf_marked(whole):
            for deep in _DEEP:
                read_in_time(found, marked.replace(f'"{_MARK}"', deep).encode())
    for path in found.payloads:
        for deep in _DEEP:
            read_in_time(found, path.read_bytes() + deep.encode())


@pytest.mark.parametrize("kind", HEARING)
@pytest.mark.parametrize("large", _LARGE, ids=lambda text: text[:12])
def test_large_texts(kind: str, large: str) -> None:
    found = specimen(kind)
    for whole in _parsed(found)[:1]:
        for marked in list(_each_leaf_marked(whole, only_texts=True))[:40]:
            read_in_time(found, marked.replace(f'"{_MARK}"', json.dumps(large)).encode())
    for path in found.payloads:
        if path.name.startswith("message-") and path.suffix != ".json":
            mail = path.read_bytes()
            inside = mail.replace(b"</p>", large.encode() + b"</p>", 1)
            assert read_in_time(found, inside + large.encode()), path.name


@pytest.mark.parametrize("kind", HEARING)
@settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_bent_payloads(kind: str, data: st.DataObject) -> None:
    """Cut, doubled, other bytes in between: what a broken proxy makes of a good answer."""
    found = specimen(kind)
    payload = data.draw(st.sampled_from(found.payloads)).read_bytes()
    start = data.draw(st.integers(0, len(payload)))
    end = data.draw(st.integers(start, len(payload)))
    read_in_time(found, payload[:start] + data.draw(st.binary(max_size=20)) + payload[end:])
    read_in_time(found, payload[:end] + payload[start:])


@example(junk=b"\x00")
@given(junk=st.binary(max_size=200))
@settings(max_examples=100, deadline=None, derandomize=True)
@pytest.mark.parametrize("kind", KINDS)
def test_junk_is_never_an_event(kind: str, junk: bytes) -> None:
    with contextlib.suppress(ValueError):
        assert not list(specimen(kind).channel.read(junk))


def _parsed(found: Specimen) -> list[Any]:
    """Give the recorded payloads that are JSON, the richest first."""
    wholes = [json.loads(path.read_bytes()) for path in found.payloads if path.suffix == ".json"]
    return sorted(wholes, key=lambda whole: -len(json.dumps(whole)))[:3]


def _each_leaf_marked(whole: Any, *, only_texts: bool = False) -> Iterator[str]:
    """Give the payload as text once for each of its values, which is replaced by a mark."""
    for place, value in _places(whole):
        if only_texts and not isinstance(value, str):
            continue
        copy = json.loads(json.dumps(whole))
        inner = copy
        for step in place[:-1]:
            inner = inner[step]
        inner[place[-1]] = _MARK
        yield json.dumps(copy, ensure_ascii=False)


def _places(thing: Any) -> Iterator[tuple[tuple[Any, ...], Any]]:
    inside = thing.items() if isinstance(thing, dict) else enumerate(thing) if isinstance(thing, list) else ()
    for name, value in inside:
        yield (name,), value
        for rest, innermost in _places(value):
            yield (name, *rest), innermost
