"""The brief: what a colleague reads in ten seconds, each line with its source. Pure; the words come from the page."""

import re
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from hilft.ids import MessageId
from hilft.memory.model import TRIED, Fact, Key, holding

_LONGEST = 240
_FOUND = 3
"So many checks by colleagues, the newest: more is no brief."
_NOT_SAID = frozenset({*TRIED, Key.LANGUAGE, Key.NAME})
_MENTIONS = re.compile(r"^(?:\s*@[\w.-]+(?:@[\w.-]+\w)?)+\s*")


class Part(StrEnum):
    """The parts of a brief, in their order."""

    PROBLEM = "problem"
    SAID = "said"
    TRIED = "tried"
    FOUND = "found"
    PROMISED = "promised"
    NEXT = "next"


@dataclass(frozen=True, slots=True)
class Source:
    """Where a line comes from: ``kind`` message, note, promise or line_check, and who said it when on which channel."""

    kind: str
    id: uuid.UUID
    at: datetime
    by: str
    channel: str = ""
    code: str = ""
    "The case it was said in."


@dataclass(frozen=True, slots=True)
class BriefLine:
    """One line. ``key``: of a fact its key, else the kind of the line; ``detail``: own words, if they say more."""

    part: Part
    key: str
    value: str
    source: Source | None = None
    detail: str = ""
    kind: str = ""
    due_at: datetime | None = None
    fact: Fact | None = None
    promise_id: uuid.UUID | None = None


@dataclass(frozen=True, slots=True)
class Words:
    """What the customer said first, a candidate for the problem in their own words."""

    id: MessageId
    text: str
    said_at: datetime
    channel: str


@dataclass(frozen=True, slots=True)
class Checked:
    """What a colleague noted or a line check found."""

    id: uuid.UUID
    kind: str
    text: str
    at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class Promised:
    """What was promised, until when; ``state`` open, kept or broken."""

    id: uuid.UUID
    text: str
    due_at: datetime
    state: str
    at: datetime
    by: str
    message_id: MessageId | None = None
    "The answer it was given in."
    how: str = ""
    "How it was kept or why it was broken."


@dataclass(frozen=True, slots=True)
class Step:
    """What comes next: ``what`` answer, wait, snoozed, solved or closed; ``by`` nobody in particular when empty."""

    what: str
    by: str
    at: datetime | None


@dataclass(frozen=True, slots=True)
class Brief:
    """The whole card; ``facts`` are all that count, also superseded, proposed and removed ones."""

    code: str
    customer: str
    lines: tuple[BriefLine, ...]
    facts: tuple[Fact, ...]

    def part(self, part: Part) -> list[BriefLine]:
        """Give the lines of one part."""
        return [line for line in self.lines if line.part is part]


def make_brief(
    code: str,
    customer: str,
    facts: Sequence[Fact],
    words: Sequence[Words],
    checks: Sequence[Checked],
    promised: Sequence[Promised],
    step: Step,
) -> Brief:
    """Put the card together. ``words``: the first things the customer said in this case, oldest first."""
    hold = holding(facts)
    problem = _problem(hold, words, customer, code)
    told = problem[0].value.casefold() if problem else ""
    lines = [
        *problem,
        *(_said(fact, Part.SAID, told) for fact in hold if fact.key not in _NOT_SAID),
        *(_said(fact, Part.TRIED, told) for fact in hold if fact.key in TRIED),
        *(
            BriefLine(Part.FOUND, each.kind, _short(each.text), Source(each.kind, each.id, each.at, each.by))
            for each in sorted(checks, key=lambda each: each.at)[-_FOUND:]
        ),
        *(
            BriefLine(
                Part.PROMISED, each.state, _short(each.text), _given_in(each),
                _short(each.how), due_at=each.due_at, promise_id=each.id,
            )
            for each in sorted(promised, key=lambda each: each.due_at)
        ),
        BriefLine(Part.NEXT, step.what, step.by, due_at=step.at),
    ]  # fmt: skip
    return Brief(code, customer, tuple(lines), tuple(facts))


def _given_in(promise: Promised) -> Source:
    if promise.message_id is not None:
        return Source("message", promise.message_id, promise.at, promise.by)
    return Source("promise", promise.id, promise.at, promise.by)


def _said(fact: Fact, part: Part, told: str) -> BriefLine:
    """Make the line of a fact; own words that stand in the problem already are not said twice."""
    detail = "" if fact.detail.casefold() in told else fact.detail
    return BriefLine(part, fact.key, fact.value, source_of(fact), detail, fact.kind, fact=fact)


def source_of(fact: Fact) -> Source:
    """Give where a fact was said."""
    where = fact.message_id or fact.note_id
    assert where is not None  # the table checks it
    kind = "message" if fact.message_id else "note"
    return Source(kind, where, fact.said_at, fact.said_by, fact.channel, fact.code)


def _problem(hold: Sequence[Fact], words: Sequence[Words], customer: str, code: str) -> list[BriefLine]:
    """Choose the words in which the problem was told first: with a symptom, else with a wish, else the first ones."""
    telling = [fact for key in (Key.SYMPTOM, Key.WANTED) for fact in hold if fact.key is key]
    for fact in sorted(telling, key=lambda fact: (fact.key is not Key.SYMPTOM, fact.said_at)):
        said = next((each for each in words if each.id == fact.message_id), None)
        if said is None and fact.note_id is not None:
            return [BriefLine(Part.PROBLEM, "words", _short(fact.detail), source_of(fact))]
        if said is not None:
            return [_in_own_words(said, customer, code)]
    return [_in_own_words(words[0], customer, code)] if words else []


def _in_own_words(said: Words, customer: str, code: str) -> BriefLine:
    source = Source("message", said.id, said.said_at, customer, said.channel, code)
    return BriefLine(Part.PROBLEM, "words", _short(_MENTIONS.sub("", said.text)), source)


def _short(text: str) -> str:
    """Fold blanks and cut at a word."""
    plain = " ".join(text.split())
    if len(plain) <= _LONGEST:
        return plain
    return plain[:_LONGEST].rsplit(" ", 1)[0].rstrip(" ,.;:") + " …"
