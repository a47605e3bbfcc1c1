"""A text made ready for reading: the same length as it was written, so that every finding knows its place.

Addresses, mentions and the words of others are blanked out; clauses know whether they ask, suppose or deny.
"""

import re
from dataclasses import dataclass
from functools import cached_property

LONGEST = 4_000
"Characters of a text that are read: nobody tells more facts than that, forgers do."

_SAME = str.maketrans(
    "\u2019\u2018\u0060\u00b4\u201c\u201d\u201e\u00ab\u00bb\u00a0\u202f\u2013\u2014\u2011",
    '\'\'\'\'"""""  ---',
)
"Quotation marks, blanks and dashes that people's devices put in."
_LINK = re.compile(r"https?://\S+|\bwww\.\S+", re.IGNORECASE)
_ENDLESS = re.compile(r"\S{80,}")
"No word: looking for one in it would take long."
_MENTION = re.compile(r"(?<![\w.])@\w[\w.-]*(?:@[\w.-]+\w)?")
_QUOTED_LINE = re.compile(r"^[ \t]*>.*$", re.MULTILINE)
_PASSED_ON = re.compile(r"\bRT @?\w+:.*", re.DOTALL)
_QUOTE = re.compile(r'"([^"\n]{1,400})"')
_FEW_WORDS = 3
"A quotation longer than this is somebody's speech; a shorter one is a name or a message on a screen."

_SENTENCE = re.compile(r"(?:[^.!?\n;…]|(?<=\d)\.(?=\s?\d)|\.(?=\w)|(?<=\b\w)\.(?=\s?\w\.)|(?<=\bnr)\.|(?<=\bca)\.|(?<=\bstr)\.|(?<=\d)\.(?=\s*(?:jan|feb|m[äa]r|apr|mai|jun|jul|aug|sep|okt|nov|dez))|(?<=\b[ap])\.(?=m\b)|!(?=\s?box)|(?<=[a-z]{2})\.(?=\s?\d))+[.!?;…]*")  # fmt: skip
_PART = re.compile(
    r",\s|\s-{1,3}\s|[()]|:\s|(?<!\s)\s{1,3}(?:aber|jedoch|trotzdem|sondern|denn|weil|but|because|although|though|yet|however|"
    r"und dann|and then|so that|und (?=(?:ich|wir|es|der|die|das|trotz|jetzt|nun|immer|auch|noch|habe?|hab)\b)|"
    r"and (?=(?:i|we|it|the|still|now|have|my|nothing)\b))\b"
)
_ASKING = re.compile(
    r"^\W*(?:und|also|and|so|ok(?:ay)?|aber|or|oder|ja|nein|yes|no)?\W*(?:soll(?:te)?n?|muss|müssen|müsste|kann|können|könnt?e?[nt]?|"
    r"darf|hast|habt|haben sie|habt ihr|gibt es|gibt's|wie|was|warum|wieso|weshalb|wann|wo|wer|welche[rsn]?|wurde|"
    r"ist das|should|shall|do i|do you|does|did you|can|could|would|will|have you|has anyone|is there|is it|are there|"
    r"are you|what|why|when|where|who|which|how|must i|need i|want me)\b"
)
_SUPPOSING = re.compile(
    r"^\W*(?:und|aber|and|but|oder|or)?\W*(?:wenn|falls|sobald|sofern|ob|if|unless|whether|in case|as soon as|bevor|before|ehe|"
    r"selbst wenn|auch wenn|even if|angenommen|suppose|until|bis)\b"
)
_NEGATED = re.compile(
    r"\b(?:nicht(?! nur)|nie(?:mals)?|kein(?:e[nmrs]?)?|ohne|weder|noch nicht|n't|not(?! only)|never|neither|without|"
    r"haven't|havent|hasn't|hasnt|didn't|didnt|don't|dont|no)\b|n't\b"
)
_MODAL = re.compile(
    r"\b(?:soll(?:te|en|ten|st)?|muss|müssen|müsste|kann|könnte|könnten|können|werde|werden|wird|würde|würden|darf|"
    r"möchte|will|wollte|bitte|should|could|can|can't|cannot|will|i'll|we'll|would|going to|gonna|must|need to|want to|let me|"
    r"please|might|'d|shall|about to|try to|plan to|asked|asks?|told|tells?|tell|sagte[nt]?|meinte[nt]?|fragte[nt]?|"
    r"suggest(?:ed|s)?|advised?|empfahl|empfohlen|gebeten|says?|said|wants|wanted|decided?s?|make me|making me|makes me)\b"
)
_OPENING = 60
"So many characters of a clause tell whether it asks or supposes."


@dataclass(frozen=True, slots=True)
class Clause:
    """Part of a sentence: ``start`` and ``end`` are offsets into the text."""

    start: int
    end: int
    words: str
    "In small letters, others' words blanked out."
    asks: bool
    "Whether it is (the last part of) a question."
    supposes: bool
    "Whether it only says what would be: if, falls, before."
    sentence: str = ""
    "The whole sentence around it, in small letters."

    def denies_before(self, at: int) -> bool:
        """Whether something within the clause denies what stands at the offset ``at`` of the text."""
        return _NEGATED.search(self.words, 0, max(at - self.start, 0)) is not None

    def modal_before(self, at: int) -> bool:
        """Whether what stands there is only wanted, told or asked for."""
        return _MODAL.search(self.words, 0, max(at - self.start, 0)) is not None


class Text:
    """One text, ready to be read."""

    def __init__(self, text: str) -> None:
        self.raw = text[:LONGEST]
        plain = _lower(self.raw).translate(_SAME)
        plain = _blank(_ENDLESS, _blank(_LINK, plain))
        # In the addresses of mails the @ belongs to the word: only what begins with it is a mention.
        self.addresses = plain
        plain = _blank(_MENTION, plain)
        plain = _blank(_QUOTED_LINE, plain)
        if passed := _PASSED_ON.search(self.raw):
            plain = plain[: passed.start()] + " " * (len(plain) - passed.start())
        self.low = _QUOTE.sub(_without_speech, plain)

    @cached_property
    def clauses(self) -> list[Clause]:
        """All clauses in their order."""
        return [
            clause for sentence in _SENTENCE.finditer(self.low) for clause in _clauses_of(self.low, sentence)
        ]

    def clause_at(self, at: int) -> Clause:
        """Give the clause that holds an offset; the whole text where none does."""
        for clause in self.clauses:
            if clause.start <= at < clause.end:
                return clause
        return Clause(0, len(self.low), self.low, asks=False, supposes=False, sentence=self.low)

    @cached_property
    def shown(self) -> str:
        """The text as it was written, without what is blanked out."""
        return "".join(raw if low != " " else " " for raw, low in zip(self.raw, self.low, strict=True))

    def piece(self, start: int, end: int, longest: int = 120) -> str:
        """Give what was written there, without mentions and links, blanks folded."""
        return " ".join(self.shown[start:end].split())[:longest]


def _clauses_of(low: str, sentence: re.Match[str]) -> list[Clause]:
    question = "?" in sentence.group()[-3:]
    starts, ends = [sentence.start()], []
    for part in _PART.finditer(low, sentence.start(), sentence.end()):
        ends.append(part.start())
        starts.append(part.end())
    ends.append(sentence.end())
    made = []
    for number, (start, end) in enumerate(zip(starts, ends, strict=True)):
        words = low[start:end]
        opening = words.strip()[:_OPENING]
        # Without its mark a question is still one by its first word, when nothing else is said with it.
        asks = question and (number == len(starts) - 1 or _ASKING.match(opening) is not None)
        supposes = _SUPPOSING.match(opening) is not None
        made.append(Clause(start, end, words, asks=asks, supposes=supposes, sentence=sentence.group()))
    return [clause for clause in made if clause.words.strip()]


def _lower(text: str) -> str:
    low = text.lower()
    return low if len(low) == len(text) else "".join(c if len(c.lower()) != 1 else c.lower() for c in text)


def _blank(what: re.Pattern[str], text: str) -> str:
    return what.sub(lambda found: " " * len(found.group()), text)


def _without_speech(quote: re.Match[str]) -> str:
    said = quote.group()
    return said if len(said.split()) <= _FEW_WORDS else " " * len(said)
