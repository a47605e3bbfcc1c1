"""Stories: what a customer told in their own words, then drafts, each with the kinds it asks again.

``python -m tests.memory.asking.stories_told everyday`` prints how well that is found, ``--wrong`` also what went wrong.
"""

import re
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

from hilft.memory import Key, Known, asked_again, read
from hilft.memory.model import SEVERAL

STORIES = Path(__file__).parent / "stories"
_SAID_AT, _ZONE = datetime(2026, 11, 23, 9, tzinfo=UTC), ZoneInfo("Europe/Berlin")
_GERMAN = re.compile(
    r"\b(?:und|ich|ist|der|die|das|nicht|sie|ihr|wir|mit|hab|bei|wie|kein\w*|bitte)\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Draft:
    told: str
    text: str
    again: frozenset[str]

    @property
    def language(self) -> str:
        return "de" if len(_GERMAN.findall(f"{self.told} {self.text}")) > 1 else "en"


def drafts(name: str) -> Iterator[Draft]:
    """Give the drafts of one file."""
    told = ""
    for line in (STORIES / f"{name}.txt").read_text("utf-8").splitlines():
        if line.startswith("= "):
            told = line.removeprefix("= ")
        elif line.startswith("- "):
            text, _, kinds = line.removeprefix("- ").rpartition("=>")
            yield Draft(told, text.strip(), frozenset(kinds.split()))


@cache
def known(told: str) -> tuple[Known, ...]:
    """Give what a case knows after this message: of most kinds what was said last."""
    found: dict[tuple[str, ...], Known] = {}
    for each in read(told, _SAID_AT, _ZONE):
        several = each.key in SEVERAL
        slot = (each.key, each.value) if several else (each.key, each.kind if each.key is Key.DEVICE else "")
        found[slot] = Known(each.key, each.value, _SAID_AT, "mastodon", "", each.detail, None, each.kind)
    return tuple(found.values())


def counted(name: str) -> tuple[Counter[str], list[str]]:
    """Count right, false and missed, by language and kind and for all; and say what went wrong."""
    count: Counter[str] = Counter()
    wrong: list[str] = []
    for draft in drafts(name):
        found = {str(asked.key) for asked in asked_again(draft.text, known(draft.told))}
        for what, kinds in (
            ("right", found & draft.again),
            ("false", found - draft.again),
            ("missed", draft.again - found),
        ):
            count.update(
                f"{who} {what}"
                for kind in kinds
                for who in ("all", draft.language, f"{draft.language} {kind}")
            )
        if found != draft.again:
            wrong.append(f"{draft.told} / {draft.text}: heard {sorted(found)}, meant {sorted(draft.again)}")
    return count, wrong


def precision(count: Counter[str], who: str = "all") -> float:
    return count[f"{who} right"] / max(1, count[f"{who} right"] + count[f"{who} false"])


def recall(count: Counter[str], who: str = "all") -> float:
    return count[f"{who} right"] / max(1, count[f"{who} right"] + count[f"{who} missed"])


def main() -> None:
    """Print a row for each language and kind of the files named."""
    for name in (arg for arg in sys.argv[1:] if not arg.startswith("--")):
        count, wrong = counted(name)
        for who in sorted({key.rpartition(" ")[0] for key in count}, key=lambda who: (len(who.split()), who)):
            numbers = " / ".join(str(count[f"{who} {what}"]) for what in ("right", "false", "missed"))
            sys.stdout.write(
                f"{name} {who}: {numbers} = {precision(count, who):.3f} / {recall(count, who):.3f}\n"
            )
        sys.stdout.write("\n".join(wrong) + "\n" if "--wrong" in sys.argv else "")


if __name__ == "__main__":
    main()
