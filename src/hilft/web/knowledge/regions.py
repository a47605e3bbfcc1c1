"""The brief and the facts of an open case as its page shows them."""

from dataclasses import dataclass

from hilft.memory import Brief, Fact, FactState, Key, Part, holding
from hilft.web.knowledge import words
from hilft.web.times import Clock


@dataclass(frozen=True, slots=True)
class FactRow:
    """One fact of the panel. ``older``: what it superseded."""

    fact: Fact
    label: str
    value: str
    detail: str
    older: tuple[str, ...]


def rows(brief: Brief, clock: Clock) -> list[FactRow]:
    """Give the facts that hold, then those that were only proposed."""
    hold = holding(brief.facts)
    proposed = [
        fact
        for fact in brief.facts
        if fact.state is FactState.PROPOSED and not any(_same(fact, each) for each in hold)
    ]
    return [_row(fact, brief, clock) for fact in (*hold, *proposed) if fact.key is not Key.LANGUAGE]


def _same(one: Fact, other: Fact) -> bool:
    return one.key is other.key and one.value.casefold() == other.value.casefold()


def _row(fact: Fact, brief: Brief, clock: Clock) -> FactRow:
    older = {
        words.shown(each.key, each.value, clock): None
        for each in brief.facts
        if each.key is fact.key and each.kind == fact.kind and each.stands_since < fact.stands_since
        and each.state is not FactState.REMOVED and not _same(each, fact)
    } if fact.state is not FactState.PROPOSED and fact.key not in {Key.SYMPTOM, Key.WANTED, Key.ERROR_CODE} else {}  # fmt: skip
    value = words.shown(fact.key, fact.value, clock)
    detail = fact.detail if fact.detail.casefold() != fact.value.casefold() else ""
    return FactRow(fact, words.label(fact.key, clock), value, detail, tuple(older))


def values(brief: Brief, clock: Clock) -> dict[str, object]:
    """Give what the templates of brief and facts need."""
    return {
        "brief": brief,
        "parts": [(part.value, words.PARTS[part], brief.part(part)) for part in Part if brief.part(part)],
        "fact_rows": rows(brief, clock),
        "line_text": lambda line: words.sentence(line, clock),
        "said_of": lambda source: words.said_of(source, clock),
        "talk_at": "",  # where the talk is, on pages that do not show it
    }
