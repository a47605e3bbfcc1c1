"""Part a mail's text into what its author wrote now and what only repeats or signs. Pure; nothing is lost.

1. Introductions ("On Monday, Otto wrote:"), dividers and blocks of headers say where an earlier mail begins.
2. From there on everything is folded, unless the author wrote between or below the quotes: then only the introduction is.
3. Quotes at the end, signatures and "Sent from my phone" are folded.
4. Where nothing would remain, everything remains: somebody who only forwards says that much.
"""

from dataclasses import dataclass, field
from enum import Enum, auto

from hilft.channels.email.intros import introductions
from hilft.channels.email.lines import Kind, kinds_of
from hilft.channels.email.signatures import signature_start

_GREETING_WORDS = 4
_LONG_TAIL_LINES = 6
_HEADERS = 3
_MOST_LINES = 20_000
"Longer ones are no letters; they stay whole."
_MOST_OPENINGS = 40
_SHORT_FOOTER = 8
_LONG_FOOTER = 30


class Part(Enum):
    REPLY = auto()
    QUOTED = auto()
    SIGNATURE = auto()


@dataclass(frozen=True, slots=True)
class Trimmed:
    """A text in its parts; every line is in exactly one of them."""

    lines: tuple[tuple[Part, str], ...]

    @property
    def reply(self) -> str:
        """What the author wrote."""
        return self._join({Part.REPLY})

    @property
    def folded(self) -> str:
        """Everything else, in its order."""
        return self._join({Part.QUOTED, Part.SIGNATURE})

    @property
    def unquoted(self) -> str:
        """The reply with its signature."""
        return self._join({Part.REPLY, Part.SIGNATURE})

    def _join(self, wanted: set[Part]) -> str:
        return "\n".join(line for part, line in self.lines if part in wanted).strip("\n ")


def trim(text: str, sender: str = "") -> Trimmed:
    """Part a text. ``sender`` is the author's name or address as the mail gives it: it helps to find a signature."""
    lines = [line.rstrip("\r") for line in text.split("\n")]
    if len(lines) > _MOST_LINES:
        return Trimmed(tuple((Part.REPLY, line) for line in lines))
    work = _Work(lines)
    work.fold_earlier_mails()
    work.fold_trailing_quotes()
    work.fold_signature(sender)
    work.fold_trailing_quotes()
    return Trimmed(tuple(zip(work.parts, work.lines, strict=True)))


@dataclass(slots=True)
class _Work:
    lines: list[str]
    kinds: list[Kind] = field(init=False)
    parts: list[Part] = field(init=False)
    intros: dict[int, int] = field(init=False)
    introducing: frozenset[int] = field(init=False)

    def __post_init__(self) -> None:
        self.kinds = kinds_of(self.lines)
        self.parts = [Part.REPLY] * len(self.lines)
        self.intros = {
            first: end for first, end in introductions(self.lines).items() if self._outside_code(first)
        }
        self.introducing = frozenset(
            number for first, end in self.intros.items() for number in range(first, end)
        )

    def fold_earlier_mails(self) -> None:
        for start, end in self._openings():
            if self.parts[start] is not Part.REPLY:
                continue
            before, rest = self._words(0, start), self._groups(end)
            if not before and rest.text:
                self._fold(start, rest.first_text if rest.quotes == 1 and not rest.quote_after_text else end)
            elif rest.quoted_first and rest.text and self._answers_below(before, rest):
                self._fold(start, end)
            else:
                self._fold(start, len(self.lines))
                return

    def fold_trailing_quotes(self) -> None:
        """Quotes at the end go; where there is nothing but quotes they stay, unless an introduction says whose they are."""
        last = len(self.lines)
        while last and (self.parts[last - 1] is not Part.REPLY or self._is(last - 1, Kind.QUOTE, Kind.EMPTY)):
            last -= 1
        if self._words(0, last) or (self.intros and not last):
            self._fold(last, len(self.lines))

    def fold_signature(self, sender: str) -> None:
        footer = self._footer()
        if footer is not None:
            self._fold(footer, len(self.lines), Part.SIGNATURE)
        kept = [(number, line) for number, line in enumerate(self.lines) if self.parts[number] is Part.REPLY]
        found = signature_start([line for _, line in kept], sender)
        if found is not None and self._words(0, kept[found][0]):
            self._fold(kept[found][0], len(self.lines), Part.SIGNATURE)

    def _openings(self) -> list[tuple[int, int]]:
        """Where earlier mails begin: first line, and the line behind introduction, divider or headers."""
        found = dict(self.intros)
        number = 0
        while number < len(self.lines):
            end = self._header_block(number)
            if self.kinds[number] is Kind.DIVIDER or end is not None:
                behind = end or self._header_block(self._skip_empty(number + 1)) or number + 1
                found[self._with_rules_above(number)] = behind
                number = behind
            else:
                number += 1
        return sorted(found.items())[:_MOST_OPENINGS]

    def _header_block(self, start: int) -> int | None:
        """Give the line behind a block of at least three headers that begins here; headers may be wrapped."""
        if start >= len(self.lines) or self.kinds[start] is not Kind.HEADER:
            return None
        count, end, wrapped = 0, start, 0
        for number in range(start, min(len(self.lines), start + 40)):
            if self.kinds[number] is Kind.HEADER:
                count, end, wrapped = count + 1, number + 1, 0
            elif self.kinds[number] is Kind.EMPTY and (
                count >= _HEADERS or self.kinds[number - 1] is Kind.EMPTY
            ):
                break
            else:
                wrapped += 1
                if wrapped > 2:  # noqa: PLR2004 - an address list wraps once or twice
                    break
        return end if count >= _HEADERS else None

    def _groups(self, start: int) -> "_Rest":
        quotes, text, first_text, after, quoting = 0, 0, len(self.lines), False, False
        first = self._skip_empty(start)
        for number in range(start, len(self.lines)):
            if self._is(number, Kind.QUOTE):
                after = after or (text > 0 and not quoting)
                quotes, quoting = quotes + (not quoting), True
            elif self._is(number, Kind.DASHES, Kind.SENT_FROM) or (self._is(number, Kind.RULE) and text):
                break
            elif self._is(number, Kind.TEXT, Kind.HEADER) and not self._in_introduction(number):
                text, first_text, quoting = text + 1, min(first_text, number), False
        quoted_first = first < len(self.lines) and self._is(first, Kind.QUOTE)
        return _Rest(quotes, text, first_text, quote_after_text=after, quoted_first=quoted_first)

    def _answers_below(self, words_before: int, rest: "_Rest") -> bool:
        return rest.quote_after_text or words_before <= _GREETING_WORDS or rest.text > _LONG_TAIL_LINES

    def _footer(self) -> int | None:
        """Give where a signature begins that is set apart by dashes, a rule or a program's own line."""
        below = sum(self._is_own_text(number) for number in range(len(self.lines)))
        above = 0
        for number, kind in enumerate(self.kinds):
            if self._is_own_text(number):
                above, below = above + 1, below - 1
            elif above and self.parts[number] is Part.REPLY and below <= self._footer_lines(number, kind):
                return number
        return None

    def _footer_lines(self, number: int, kind: Kind) -> int:
        """Give how many lines may follow for this to begin a footer; -1: it begins none."""
        line = self.lines[number].strip()
        if kind is Kind.SENT_FROM:
            return len(self.lines)
        if kind is Kind.DASHES:
            return _LONG_FOOTER if line == "--" else _SHORT_FOOTER
        if kind is Kind.RULE:
            return _SHORT_FOOTER if line.startswith("_") else 0
        return -1

    def _is_own_text(self, number: int) -> bool:
        return self.parts[number] is Part.REPLY and self._is(number, Kind.TEXT)

    def _fold(self, start: int, end: int, part: Part = Part.QUOTED) -> None:
        for number in range(start, end):
            if self.parts[number] is Part.REPLY:
                self.parts[number] = part

    def _words(self, start: int, end: int) -> int:
        """Count the words of the author's own between two lines."""
        return sum(
            len(self.lines[number].split())
            for number in range(start, end)
            if self.parts[number] is Part.REPLY and self._is(number, Kind.TEXT, Kind.HEADER)
        )

    def _is(self, number: int, *kinds: Kind) -> bool:
        return self.kinds[number] in kinds

    def _in_introduction(self, number: int) -> bool:
        return number in self.introducing

    def _outside_code(self, number: int) -> bool:
        return not (self.kinds[number] is Kind.TEXT and self.lines[number].startswith("```"))

    def _with_rules_above(self, start: int) -> int:
        number = start
        while number and self._is(number - 1, Kind.EMPTY, Kind.RULE, Kind.DASHES):
            number -= 1
            if not self._is(number, Kind.EMPTY):
                start = number
        return start

    def _skip_empty(self, number: int) -> int:
        while number < len(self.lines) and self._is(number, Kind.EMPTY):
            number += 1
        return number


@dataclass(frozen=True, slots=True)
class _Rest:
    """What follows an introduction."""

    quotes: int
    "Groups of quoted lines."
    text: int
    "Lines of own words before anything that looks like a signature."
    first_text: int
    quote_after_text: bool
    quoted_first: bool
