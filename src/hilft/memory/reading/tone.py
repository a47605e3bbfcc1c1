"""Which language, which mood, how urgent, as plain words; a quiet message has neither mood nor urgency."""

import re
from collections.abc import Iterator

from hilft.memory.model import Found, Key
from hilft.memory.reading.text import Text

_GERMAN = frozenset(
    [
        "ich",
        "und",
        "der",
        "die",
        "das",
        "ist",
        "nicht",
        "mein",
        "meine",
        "bei",
        "seit",
        "wir",
        "ihr",
        "euch",
        "sie",
        "habe",
        "hab",
        "hat",
        "kein",
        "keine",
        "mit",
        "auf",
        "für",
        "zu",
        "noch",
        "schon",
        "auch",
        "wieder",
        "geht",
        "gibt",
        "es",
        "ein",
        "eine",
        "einen",
        "dem",
        "den",
        "des",
        "von",
        "im",
        "am",
        "um",
        "aber",
        "wenn",
        "wie",
        "was",
        "warum",
        "wann",
        "bitte",
        "danke",
        "hallo",
        "guten",
        "tag",
        "heute",
        "gestern",
        "morgen",
        "nur",
        "mehr",
        "nach",
        "aus",
        "vor",
        "oder",
        "mal",
        "doch",
        "bin",
        "sind",
        "war",
        "kann",
        "könnt",
        "ihnen",
        "ihre",
        "eure",
        "unser",
        "uns",
        "mich",
        "mir",
        "dass",
        "weil",
        "jetzt",
        "immer",
        "kunde",
        "kundennummer",
        "vertrag",
        "störung",
        "leitung",
        "techniker",
        "nichts",
        "ja",
        "nein",
        "leider",
        "moin",
        "servus",
        "ab",
        "bis",
    ]
)
_ENGLISH = frozenset(
    [
        "i",
        "and",
        "the",
        "is",
        "not",
        "my",
        "on",
        "with",
        "since",
        "we",
        "you",
        "your",
        "have",
        "has",
        "had",
        "no",
        "for",
        "to",
        "still",
        "also",
        "again",
        "it",
        "a",
        "an",
        "of",
        "in",
        "at",
        "but",
        "if",
        "how",
        "what",
        "why",
        "when",
        "please",
        "thanks",
        "thank",
        "hello",
        "hi",
        "today",
        "yesterday",
        "tomorrow",
        "only",
        "more",
        "after",
        "out",
        "or",
        "am",
        "are",
        "was",
        "can",
        "could",
        "our",
        "us",
        "me",
        "that",
        "because",
        "now",
        "always",
        "customer",
        "account",
        "bill",
        "service",
        "phone",
        "internet",
        "been",
        "do",
        "does",
        "did",
        "this",
        "they",
        "get",
        "got",
        "just",
        "so",
        "will",
        "would",
        "there",
        "about",
        "any",
        "all",
        "from",
        "be",
        "need",
        "want",
        "been",
        "yes",
    ]
)
_WORDS = re.compile(r"[a-zäöüß']+")
_ENOUGH = 3

_ANGRY = re.compile(
    r"\b(?:unverschämt\w*|frech\w*|saftladen|scheiß\w*|scheiss\w*|verarsch\w*|abzocke\w*|betrug|betrüger\w*|unfähig\w*|katastrophe|inkompetent\w*|skandal|"
    r"schnauze voll|kotzt|reicht(?: es)? (?:mir|jetzt)|es reicht|wütend|stinksauer|sauer|anwalt|verbraucherzentrale|bundesnetzagentur|zum kotzen|"
    r"worst|ridiculous|pathetic|unacceptable|disgusting|disgrace\w*|useless|shit\w*|fuck\w*|wtf|bullshit|crap\w*|scam\w*|fraud|rip ?off|incompetent|furious|angry|fuming|"
    r"terrible|horrible|awful|appalling|disgraceful|lawyer|ofcom|bbb|fcc|hate (?:you|u|this|sprint|verizon|comcast)|sick of|fed up|joke|suck[s]?|garbage|trash|lies?|liars?|lying|stealing|thieves)\b"
)
_ANNOYED = re.compile(
    r"\b(?:nerv\w*|ärgerlich|ärger|genervt|enttäusch\w*|frust\w*|schade|peinlich|armselig|unglaublich|langsam reicht|schon wieder|wiederholt|zum (?:dritten|vierten|x-ten|wiederholten) mal|"
    r"annoy\w*|frustrat\w*|disappoint\w*|seriously|unhappy|tired of|come on|yet again|third time|not happy|dissatisfied|upset|poor (?:service|customer)|bad service|smh|ugh)\b"
)
_FRIENDLY = re.compile(
    r"\b(?:vielen dank|danke (?:schön|euch|dir|ihnen|im voraus)|lieben dank|super (?:service|team)|toll\w*|klasse|liebe grüße|lg|vg|herzlich\w*|thank you|thanks|thx|cheers|appreciate|awesome|great (?:service|job|help)|love (?:you|u|your)|amazing|much appreciated|kind regards)\b|[😊🙂😀❤👍🙏]"
)
_WORRIED = re.compile(
    r"\b(?:sorge[n]?|besorgt|angst|verzweif\w*|hilflos|ratlos|weiß nicht mehr weiter|worried|anxious|desperate|scared|helpless|at my wits)\b"
)
_URGENT = re.compile(
    r"\b(?:dringend\w*|eilig|eilt|sofort|schnellstmöglich|umgehend|so schnell wie möglich|asap|urgent\w*|immediately|emergency|notfall|notruf|"
    r"home[ -]?office|homeoffice|work(?:ing)? from home|wfh|heute noch|prüfung|klausur|my business (?:is|depends|stands|can)|geschäft steht|praxis|kanzlei|pflege\w*|hausnotruf|herzschrittmacher|"
    r"elderly|disabled|newborn|baby|medical|life alert|alarm(?:anlage)?|deadline|exam)\b"
)
_CAPITALS = re.compile(r"\b[A-ZÄÖÜ]{3,}\b")
_SHOUTED = 3


def language(text: Text) -> Iterator[Found]:
    """Tell German from English by the small words, which every sentence has; too little text gives nothing."""
    words = _WORDS.findall(text.low)
    german = sum(word in _GERMAN for word in words) + sum(c in "äöüß" for c in text.low)
    english = sum(word in _ENGLISH for word in words)
    best = max(german, english)
    if best >= min(_ENOUGH, max(len(words) // 2, 2)) and german != english:
        sure = 0.5 + 0.5 * abs(german - english) / (german + english)
        yield Found(Key.LANGUAGE, "German" if german > english else "English", "", 0, 0, round(sure, 2))


def mood(text: Text) -> Iterator[Found]:
    """Give the strongest mood that words show: angry before worried, annoyed and friendly."""
    shouted = [
        word
        for word in _CAPITALS.findall(text.raw)
        if word not in {"DSL", "WLAN", "LAN", "RTL", "LED", "USB", "SIM"}
    ]
    for value, pattern in (
        ("angry", _ANGRY),
        ("worried", _WORRIED),
        ("annoyed", _ANNOYED),
        ("friendly", _FRIENDLY),
    ):
        match = pattern.search(text.low)
        if match is not None:
            yield Found(Key.MOOD, value, text.piece(*match.span()), *match.span(), 0.7)
            return
    if len(shouted) >= _SHOUTED or re.search(r"\?{3,}|\?!|!\?", text.raw):
        yield Found(Key.MOOD, "annoyed", "", 0, 0, 0.6)


def urgency(text: Text) -> Iterator[Found]:
    """Find that something cannot wait, with the word that says so."""
    match = _URGENT.search(text.low)
    if match is not None and not text.clause_at(match.start()).denies_before(match.start()):
        yield Found(Key.URGENCY, "urgent", text.piece(*match.span()), *match.span(), 0.75)
