"""Personal data in a text: what and where. Pure, no model to load; about a millisecond for a post."""

import re
from collections.abc import Iterator, Sequence

from hilft.memory.guard.harmless import harmless
from hilft.memory.guard.model import Finds, Kind, OwnNumber, Personal
from hilft.memory.guard.nearby import named_nearby
from hilft.memory.guard.numbered import (
    bare_numbers,
    births,
    cards,
    customer_numbers,
    ibans,
    macs,
    order_numbers,
    other_numbers,
)
from hilft.memory.guard.phones import phones, said_as_ours
from hilft.memory.guard.places import addresses

LONGEST = 20_000
"Characters that are looked at."

_MAIL = re.compile(
    r"(?<![\w.@+-])[\w.+-]{1,64}(?:@|\s?[\[({]\s?(?:at|ät|@)\s?[\])}]\s?|\s(?:ät|at)\s(?=[\w-]+\s?(?:\.|[\[(]?\s?(?:punkt|dot)\b)))"
    r"[\w-]{1,60}(?:(?:\.|\s?[\[({]\s?(?:punkt|dot|\.)\s?[\])}]\s?|\s(?:punkt|dot)\s)[\w-]{1,60})*"
    r"(?:\.|\s?[\[({]\s?(?:punkt|dot|\.)\s?[\])}]\s?|\s(?:punkt|dot)\s)[a-z]{2,24}(?![\w@])",
    re.IGNORECASE,
)
_WRITE_US = re.compile(
    r"\b(?:schreib\w*|mail\w*|e-?mail\w*|send\w*|schick\w*|write|message|contact|reach)\s+(?:sie\s+|du\s+|an\s+|to\s+)*(?:uns|us)\b[^.!?\n]{0,50}$|"
    r"\b(?:drop|shoot|send|write|give)\s+us\s+an?\s[^.!?\n]{0,30}$",
    re.IGNORECASE,
)
# "Write to us from otto@…": the address is theirs.
_FROM = re.compile(
    r"\b(?:von|from|with|mit|using|aus)\s+(?:(?:ihre[rm]?|deine[rm]?|your|der|the|address|adresse|konto|account|postfach|inbox|e-?mail\S*|mail\S*)\s+)*$",
    re.IGNORECASE,
)
_TITLE = r"(?:herrn?|frau|fr\.|fam(?:ilie|\.)?|mr|mrs|ms|miss|mx|dr|prof)\.?\s+(?:(?:dr|prof)\.?\s+)?"
_LEAST_NAME = 3


def personal_data(
    text: str,
    *,
    names: Sequence[str] = (),
    own: Sequence[OwnNumber] = (),
    ours: Sequence[str] = (),
    region: str = "DE",
) -> list[Personal]:
    """Give what should not stand in a public text, in the order of the text, never overlapping.

    ``names``: people known from the case; a first name alone is a greeting and no find. ``own``: the brand's formats of
    customer and order numbers. ``ours``: the brand's own public numbers, mail addresses (or ``@domain``) and street addresses. ``region``:
    ISO 3166 code for telephone numbers without a country. Offsets count characters of ``text``.
    """
    text = text[:LONGEST]
    finds = Finds(len(text))
    low = text.lower()
    for each in ours:
        for start in _every(low, each.strip().lower()):
            finds.block(start, start + len(each.strip()))
    finds.add_all(Kind.EMAIL, _mails(text, ours))
    finds.add_all(Kind.IBAN, ibans(text))
    finds.add_all(Kind.CARD, cards(text))
    # A date of birth looks like any other date, a hardware address like any IPv6.
    finds.add_all(Kind.NUMBER, births(text))
    finds.add_all(Kind.NUMBER, macs(text))
    for start, end in harmless(text):
        if finds.free(start, end):
            finds.block(start, end)
    finds.add_all(Kind.CUSTOMER_NUMBER, customer_numbers(text, own))
    finds.add_all(Kind.ORDER_NUMBER, order_numbers(text, own))
    finds.add_all(Kind.NUMBER, other_numbers(text))
    for kind, start, end in named_nearby(text):
        finds.add(kind, start, end)
    finds.add_all(Kind.ADDRESS, addresses(text))
    finds.add_all(Kind.PHONE, phones(text, region, ours))
    finds.add_all(Kind.CUSTOMER_NUMBER, _unexplained(text))
    finds.add_all(Kind.NAME, _names(text, names))
    return finds.sorted()


def _every(text: str, part: str) -> Iterator[int]:
    at = text.find(part) if part else -1
    while at >= 0:
        yield at
        at = text.find(part, at + len(part))


def _mails(text: str, ours: Sequence[str]) -> Iterator[tuple[int, int]]:
    domains = tuple(each.strip().lower() for each in ours if each.strip().startswith("@"))
    for match in _MAIL.finditer(text):
        if domains and match[0].lower().endswith(domains):
            continue
        before = text[max(0, match.start() - 80) : match.start()]
        if _FROM.search(before) or not (said_as_ours(before) or _WRITE_US.search(before)):
            yield match.span()


def _unexplained(text: str) -> Iterator[tuple[int, int]]:
    """Long numbers without a word; not those said to be ours or freephone."""
    for start, end in bare_numbers(text):
        number = text[start:end]
        if not (number.startswith("0") or said_as_ours(text[max(0, start - 80) : start])):
            yield start, end


def _names(text: str, names: Sequence[str]) -> Iterator[tuple[int, int]]:
    for name in names:
        words = [
            word for word in re.findall(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*", name) if len(word) >= _LEAST_NAME
        ]
        if len(words) < 2:  # noqa: PLR2004 - one word is what everybody calls them
            continue
        between = r"\s+(?:\w\.\s+)?"
        whole = between.join(map(re.escape, words))
        turned = re.escape(words[-1]) + r",\s*" + re.escape(words[0])
        for pattern in (rf"{whole}", turned, rf"{_TITLE}{re.escape(words[-1])}"):
            for match in re.finditer(rf"(?<![@\w/]){pattern}(?!\w)", text, re.IGNORECASE):
                yield match.span()
