"""Cuts a folded draft into sentences; addresses of the web, handles and signatures are blanked first."""

import re
from dataclasses import dataclass

_FRITZ = re.compile(r"(?<=fritz)!(?=box)")
_BLANK = re.compile(
    r"https?://\S+|\bwww\.\S+|(?<![\w.])@[\w.-]+(?:@[\w.:-]+)?|(?:\^|~|\*|(?<!\w)-{1,2} ?)[a-z]{2,3}\s*$|#(?=\w)|[*_]{2,}"
)
_ABBREVIATION = re.compile(
    r"(?:\b(?:z\.? ?b|u\.? ?a|d\.? ?h|bzw|evtl|ggf|inkl|ca|nr|tel|str|usw|dr|hr|fr|no|acct|e\.g|i\.e|kd|std|min|max|bspw|etc|vs|approx|mr|mrs|ms|art|mtl)|\d)$"
)
_END = re.compile(
    r"[.!?]+(?=[\s\"')\]]|$)|[.!?]{2,}|(?<=[a-z])[?!](?=[a-z])|\n+|;|[\U0001f300-\U0001faff\u2600-\u27bf]+|\s-{1,2}\s|(?<=[a-z])\.(?=[a-z]{4,}\b)|\s[:;]-?[)(dp](?=\s|$)"
)


LONGEST = 400
"Nobody asks in longer sentences; the time to read one grows faster than its length."


@dataclass(frozen=True, slots=True)
class Sentence:
    """A stretch of the folded draft; ``asks`` when it ends in a question mark."""

    start: int
    end: int
    text: str
    asks: bool


def blanked(text: str) -> str:
    text = _FRITZ.sub(" ", text).replace("&amp;", " and ")
    return _BLANK.sub(lambda found: " " * len(found.group()), text)


def sentences(text: str) -> list[Sentence]:
    """Cut; the text of a sentence holds its end mark, offsets are those of the folded draft."""
    plain = blanked(text)
    found: list[Sentence] = []
    start = 0
    for end in _END.finditer(plain):
        if (
            end.group() == "."
            and _ABBREVIATION.search(plain[max(0, end.start() - 8) : end.start()])
            and plain[end.end() :].strip()
        ):
            continue
        _add(found, plain, start, end.end())
        start = end.end()
    _add(found, plain, start, len(plain))
    return found


def _add(found: list[Sentence], plain: str, start: int, end: int) -> None:
    while end - start > LONGEST:
        cut = plain.rfind(" ", start + 1, start + LONGEST)
        _add(found, plain, start, cut if cut > 0 else start + LONGEST)
        start = cut if cut > 0 else start + LONGEST
    piece = plain[start:end]
    if not re.search(r"\w", piece):
        if found and "?" in piece:
            last = found[-1]
            found[-1] = Sentence(last.start, end, plain[last.start : end], asks=True)
        return
    lead = len(piece) - len(piece.lstrip())
    found.append(Sentence(start + lead, start + len(piece.rstrip()), piece.strip(), asks="?" in piece))
