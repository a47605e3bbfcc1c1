"""The labelled drafts: what a draft asks again, given what is known; and how well that is found.

A file is one hand: comment lines, ``@ what is known`` (``full`` is everything below), then ``keys | draft`` with ``-`` for
a draft that asks nothing again. The drafts under ``tune`` were read while the rules were made, those under ``held``
were written before and scored only.
"""

import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from hilft.memory import Key, Known, asked_again

DRAFTS = Path(__file__).parent / "drafts"
SAID_AT = datetime(2026, 5, 12, 12, 3, tzinfo=UTC)
SHORT = {
    "kn": Key.CUSTOMER_NUMBER, "ph": Key.PHONE, "em": Key.EMAIL, "ad": Key.ADDRESS, "ta": Key.TARIFF, "de": Key.DEVICE,
    "si": Key.SINCE_WHEN, "sy": Key.SYMPTOM, "sc": Key.SCOPE, "re": Key.TRIED_RESTART, "ca": Key.TRIED_CABLE,
    "rs": Key.TRIED_RESET, "so": Key.TRIED_OTHER_SOCKET, "er": Key.ERROR_CODE, "ow": Key.CONTRACT_OWNER,
    "ap": Key.APPOINTMENT, "wa": Key.WANTED, "ti": Key.PREFERRED_CONTACT_TIME, "or": Key.ORDER_NUMBER,
}  # fmt: skip
FULL = (
    "kn=12345678; ph=0170 1234567; em=otto@example.org; ad=Lindenweg 4, 50667 Köln; ta=DSL 50; de=Speedport W 723V; "
    "si=since Monday; sy=dsl lamp blinking; sc=all devices, on Wi-Fi and by cable; re=yes; ca=yes; rs=yes; so=yes; "
    "er=F3304; ow=Otto Nagel; ap=Tuesday 8-12; wa=refund; ti=after 17:00; or=A-4711-22"
)


@dataclass(frozen=True, slots=True)
class Labelled:
    """One draft: ``again`` are the keys it asks although they are known."""

    hand: str
    draft: str
    known: tuple[Known, ...]
    again: frozenset[Key]

    @property
    def language(self) -> str:
        return self.hand[:2]


@dataclass(slots=True)
class Score:
    """Counted per (draft, key): right, false alarm, missed."""

    right: Counter[str] = field(default_factory=Counter)
    false: Counter[str] = field(default_factory=Counter)
    missed: Counter[str] = field(default_factory=Counter)

    def add(self, one: Labelled, found: frozenset[Key]) -> None:
        for counter, keys in (
            (self.right, one.again & found),
            (self.false, found - one.again),
            (self.missed, one.again - found),
        ):
            for key in keys:
                for name in ("all", one.language, f"{one.language} {key}"):
                    counter[name] += 1

    def precision(self, name: str = "all") -> float:
        return self.right[name] / max(1, self.right[name] + self.false[name])

    def recall(self, name: str = "all") -> float:
        return self.right[name] / max(1, self.right[name] + self.missed[name])


def known(told: str) -> tuple[Known, ...]:
    """Read ``re=no; sy=slow``."""
    pairs = [pair.strip().split("=", 1) for pair in (FULL if told == "full" else told).split(";")]
    return tuple(Known(SHORT[short], value, SAID_AT, "phone", "Otto") for short, value in pairs)


def drafts(part: str) -> Iterator[Labelled]:
    """Give the drafts of ``tune`` or ``held``, hand by hand."""
    for path in sorted((DRAFTS / part).glob("*.txt")):
        facts = known("full")
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.startswith("@ "):
                facts = known(line[2:].strip())
            elif line and not line.startswith("#"):
                keys, draft = line.split(" | ", 1)
                again = frozenset(SHORT[key] for key in keys.split(",") if key != "-")
                yield Labelled(path.stem, draft, facts, again)


def found_in(one: Labelled) -> frozenset[Key]:
    return frozenset(asked.key for asked in asked_again(one.draft, one.known))


def score(labelled: Iterable[Labelled]) -> Score:
    total = Score()
    for one in labelled:
        total.add(one, found_in(one))
    return total


def confusions(labelled: Iterable[Labelled]) -> Counter[tuple[str, str]]:
    """Count what was found for what: (kind asked, kind found), ``nothing`` on either side."""
    counted: Counter[tuple[str, str]] = Counter()
    for one in labelled:
        found = found_in(one)
        missed = [str(key) for key in sorted(one.again - found)] or ["nothing"]
        false = [str(key) for key in sorted(found - one.again)] or ["nothing"]
        if found != one.again:
            counted.update((asked, heard) for asked in missed for heard in false)
    return counted


def _row(name: str, total: Score) -> str:
    counts = f"{total.right[name]} | {total.false[name]} | {total.missed[name]}"
    return f"| {name} | {counts} | {total.precision(name):.3f} | {total.recall(name):.3f} |\n"


def main() -> None:
    """Print the figures of parts (``tune``, ``held``), with ``--wrong`` also every draft that went wrong."""
    labelled = [one for part in sys.argv[1:] if not part.startswith("--") for one in drafts(part)]
    total = score(labelled)
    names = sorted({*total.right, *total.false, *total.missed}, key=lambda name: (len(name.split()), name))
    sys.stdout.write("| | right | false | missed | precision | recall |\n|---|---|---|---|---|---|\n")
    sys.stdout.write("".join(_row(name, total) for name in names))
    for (asked, heard), times in confusions(labelled).most_common():
        sys.stdout.write(f"{times} x asked {asked}, heard {heard}\n")
    for one in labelled if "--wrong" in sys.argv else ():
        found = found_in(one)
        if found != one.again:
            sys.stdout.write(f"{one.hand}: heard {sorted(found)}, meant {sorted(one.again)} | {one.draft}\n")


if __name__ == "__main__":
    main()
