"""What the rules did not hear: the model of what customers tell weighs each clause.

It finds that something is told, and in which clause; the value is the clause itself, or the number in it.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from hilft.memory.folding import fold
from hilft.memory.learned import parts_of, shapes_of, told, words_of
from hilft.memory.model import NO, SEVERAL, TRIED, YES, Found, Key
from hilft.memory.reading.patterns import BrandPatterns
from hilft.memory.reading.text import Clause, Text
from hilft.memory.reading.tried import kind_of

SURE = 0.1
"So probable a clause tells something; below, it is not kept. What is less sure than `model.SHOWN` is kept as guessed."
_SURER = {Key.SYMPTOM: 0.85, Key.WANTED: 0.4, Key.TRIED_OTHER_SOCKET: 0.2}
"Nearly every clause could be a complaint or a wish: more is wanted of it."
_UNSHOWN = 0.5
"As sure as what is only weighed may be of kinds that need a value, not a clause: below what anybody is shown."
_CLAUSES_SUFFICE = frozenset(
    {
        *TRIED,
        Key.DEVICE,
        Key.ERROR_CODE,
        Key.APPOINTMENT,
        Key.PREFERRED_CONTACT_TIME,
        Key.ORDER_NUMBER,
    }
)
_LONGEST = 100
_AROUND = 400
"Characters of the sentence around a clause that are looked at."
_MOST = 120
"Clauses that are weighed: a text of only commas must not cost seconds."

# What has a form of its own: a clause without it tells nothing of the kind.
_FORMS = {
    Key.CUSTOMER_NUMBER: re.compile(r"(?<![\w@])(?:[A-Z]{1,4}[-/ ]?)?\d(?:[ ./-]?\w?\d){3,}\w?"),
    Key.ORDER_NUMBER: re.compile(
        r"(?<![\w@])(?:[a-z]{1,6}[-/#]?)?\d[\w./-]{2,}(?: \d[\d./-]+)*", re.IGNORECASE
    ),
    Key.PHONE: re.compile(r"\+?\d[\d ()/.-]{4,}\d"),
    Key.EMAIL: re.compile(r"\S+(?:@| at | \(?(?:at|ät)\)? )\S+", re.IGNORECASE),
    Key.ERROR_CODE: re.compile(r"\b(?:[a-z]{1,6}[-_ ]?)?\d[\w.:-]*", re.IGNORECASE),
}
_SAME = 5
"Digits at the end of a number that tell it from others."
_KINDS = {"phone": "phone", "tv": "receiver", "other": "other"}
"How the kinds of devices are called among facts; a router has none of its own."


@dataclass(frozen=True, slots=True)
class _Guess:
    key: Key
    side: str
    chance: float
    clause: Clause


def look(text: Text, clause: Clause, found: Sequence[Found]) -> frozenset[str]:
    """Give what the model looks at: the words of a clause, those around it, and what the rules read in it."""
    seen = set(parts_of(words_of(fold(clause.words).text)))
    around = words_of(fold(clause.sentence[:_AROUND]).text)
    seen.update(parts_of(around, "sentence ", whole=False))
    seen.update(shapes_of(text.shown[clause.start : clause.end]))
    if clause.asks:
        seen.add("!asks")
    if clause.supposes:
        seen.add("!supposes")
    for each in found:
        if clause.start <= each.start < clause.end:
            seen.add(f"!ruled {each.key} {each.kind} {each.value if each.key in TRIED else ''}")
    return frozenset(seen)


def guessed(text: Text, found: Sequence[Found], patterns: BrandPatterns) -> Iterator[Found]:
    """Give what the model hears and the rules, which ``found`` their part, did not: once for each key and side.

    A brand that says what its customer numbers look like has no others.
    """
    best: dict[tuple[Key, str], _Guess] = {}
    for clause in text.clauses[:_MOST]:
        for label, chance in told()(look(text, clause, found)).items():
            if label == Key.CUSTOMER_NUMBER and patterns.numbers:
                continue
            if clause.supposes or (clause.asks and not label.startswith(Key.WANTED)):
                continue
            guess = _Guess(Key(label.partition("-")[0]), label.partition("-")[2], chance, clause)
            slot = (guess.key, "" if guess.key in TRIED else guess.side)
            if chance >= _SURER.get(guess.key, SURE) and chance > (
                best[slot].chance if slot in best else 0.0
            ):
                best[slot] = guess
    for guess in best.values():
        heard = None if _is_known(guess, found) else _found(text, guess)
        if heard is not None and not _is_taken(heard, found):
            yield heard


def _is_known(guess: _Guess, found: Sequence[Found]) -> bool:
    same = [each for each in found if each.key is guess.key]
    if guess.key is Key.DEVICE:
        kind = _KINDS.get(guess.side, "")
        return any(each.kind == kind or (not kind and each.kind == "router") for each in same)
    if guess.key in SEVERAL and guess.side:
        return any(guess.clause.start <= each.start < guess.clause.end for each in same)
    return bool(same)


def _is_taken(heard: Found, found: Sequence[Found]) -> bool:
    """Whether the number in it is another thing: the rules read it as a telephone number."""
    number = re.sub(r"\W", "", heard.value)
    return heard.key in _FORMS and any(
        heard.start <= each.start < heard.end and number[-_SAME:] in re.sub(r"\W", "", each.value)
        for each in found
    )


def _found(text: Text, guess: _Guess) -> Found | None:
    start, end = guess.clause.start, guess.clause.end
    sure = guess.chance if guess.key in _CLAUSES_SUFFICE else min(guess.chance, _UNSHOWN)
    words = text.piece(start, end, _LONGEST).strip(" ,;.:!-")
    if not words.isprintable() or not words:
        return None
    if guess.key in TRIED:
        value = NO if guess.side == "no" else YES
        kind = kind_of(guess.clause.words) if guess.key in {Key.TRIED_RESTART, Key.TRIED_RESET} else ""
        return Found(guess.key, value, words, start, end, sure, kind)
    if guess.key in _FORMS:
        form = _FORMS[guess.key].search(words)
        return Found(guess.key, form.group().strip(), words, start, end, sure) if form else None
    kind = _KINDS.get(guess.side, "") if guess.key is Key.DEVICE else guess.side
    return Found(guess.key, words, "", start, end, sure, kind)
