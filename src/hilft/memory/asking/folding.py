"""A plain form of a text, easy to match, that remembers where each letter came from."""

import re
from dataclasses import dataclass
from itertools import chain

_WIDER = {
    "ä": "ae",
    "ö": "oe",
    "ü": "ue",
    "ß": "ss",
    "\N{RIGHT SINGLE QUOTATION MARK}": "'",
    "\N{LEFT SINGLE QUOTATION MARK}": "'",
    "\N{ACUTE ACCENT}": "'",
    "`": "'",
    "\N{EN DASH}": "-",
    "\N{EM DASH}": "-",
    "\N{NON-BREAKING HYPHEN}": "-",
    "…": "...",
    "\u00a0": " ",
    "\t": " ",
    "\r": " ",
    "“": '"',
    "”": '"',
    "„": '"',
    "»": '"',
    "«": '"',
}
_WORD = re.compile(r"[a-z]+(?:'[a-z]+)?")
_LONG_WORD = 6

# How people write, and how the lexicons do.
_PLAIN = dict(
    pair.split("=")
    for pair in [
        "u=you",
        "ur=your",
        "r=are",
        "ya=you",
        "yer=your",
        "urs=yours",
        "pls=please",
        "plse=please",
        "thx=thanks",
        "whats=what's",
        "wheres=where's",
        "whens=when's",
        "whos=who's",
        "hows=how's",
        "dont=don't",
        "havent=haven't",
        "hasnt=hasn't",
        "didnt=didn't",
        "cant=can't",
        "couldnt=couldn't",
        "isnt=isn't",
        "doesnt=doesn't",
        "wont=won't",
        "ive=i've",
        "youve=you've",
        "wich=which",
        "whch=which",
        "wat=what",
        "wot=what",
        "cud=could",
        "wld=would",
        "haste=hast_du",
        "kannste=kannst_du",
        "koenntste=koenntest_du",
        "biste=bist_du",
        "magste=magst_du",
        "willste=willst_du",
        "weisste=weisst_du",
        "gibste=gibst_du",
        "machste=machst_du",
        "siehste=siehst_du",
        "kommste=kommst_du",
        "nutzte=nutzt_du",
        "gibts=gibt_es",
        "gibt's=gibt_es",
        "gehts=geht_es",
        "geht's=geht_es",
        "isses=ist_es",
        "hamse=haben_sie",
        "habts=habt_ihr",
        "nix=nichts",
        "nen=einen",
        "'ne=eine",
        "ne=eine",
        "waer=waere",
        "waer's=waere_es",
        "waers=waere_es",
        "haett=haette",
        "haettste=haettest_du",
        "braeucht=braeuchte",
        "brauch=brauche",
        "andre=andere",
        "andern=anderen",
        "dat=das",
        "det=das",
        "ick=ich",
        "icke=ich",
        "isch=ich",
        "ned=nicht",
        "nit=nicht",
        "mogst=magst_du",
        "dei=dein",
        "fuern=fuer_einen",
        "fuer'n=fuer_einen",
        "fuer'nen=fuer_einen",
        "fuer'ne=fuer_eine",
        "wieviel=wie_viel",
        "ma=mal",
        "wirds=wird_es",
        "kriegste=kriegst_du",
        "gimme=give_me",
        "lemme=let_me",
        "gonna=going_to",
        "wanna=want_to",
        "gotta=got_to",
        "y'all=you",
        "kdnr=kundennummer",
        "acct=account",
    ]
)

# Long words people mistype. A word one slip away from one of these is read as it.
_HEADS = frozenset(
    [
        "kundennummer",
        "kundennr",
        "telefonnummer",
        "handynummer",
        "mobilnummer",
        "rufnummer",
        "adresse",
        "anschrift",
        "postleitzahl",
        "emailadresse",
        "mailadresse",
        "router",
        "fritzbox",
        "speedport",
        "neustart",
        "neustarten",
        "neugestartet",
        "gestartet",
        "zurueckgesetzt",
        "zuruecksetzen",
        "werkseinstellungen",
        "werkseinstellung",
        "fehlercode",
        "fehlermeldung",
        "vertragsinhaber",
        "anschlussinhaber",
        "techniker",
        "auftragsnummer",
        "bestellnummer",
        "ticketnummer",
        "vorgangsnummer",
        "erreichen",
        "erreichbar",
        "steckdose",
        "anschluss",
        "geraete",
        "geraet",
        "customer",
        "account",
        "number",
        "address",
        "restart",
        "restarted",
        "reboot",
        "rebooted",
        "unplug",
        "unplugged",
        "factory",
        "technician",
        "engineer",
        "appointment",
        "contract",
        "socket",
        "outlet",
        "wireless",
        "problem",
        "reference",
        "package",
        "tariff",
        "modell",
        "langsam",
        "angefangen",
    ]
)


def _shorter(word: str) -> set[str]:
    return {word[:place] + word[place + 1 :] for place in range(1, len(word))}


_LONG = 7
_NEAR = {
    short: head
    for head in sorted(_HEADS)
    if len(head) >= _LONG or head == "router"
    for short in _shorter(head)
}
# One slip away from a head, yet words of their own.
_RIGHT = frozenset(
    [
        "routers",
        "accounts",
        "numbers",
        "customers",
        "contracts",
        "sockets",
        "outlets",
        "problems",
        "packages",
        "restarts",
        "reboots",
        "engineers",
        "adressen",
        "addresses",
        "counter",
        "outer",
        "starter",
        "gestartete",
        "contact",
        "contacts",
        "contrast",
        "parcel",
        "addressed",
        "engineered",
        "anschluesse",
        "router",
        "accounted",
        "probleme",
        "numbered",
        "starten",
        "gestarte",
        "geraetes",
        "geraeten",
        "geeraet",
        "gelangsam",
        "rocket",
        "pocket",
        "locket",
        "bucket",
        "route",
        "routes",
        "factor",
        "factors",
        "actor",
        "tariffs",
        "tarifs",
        "modelle",
        "models",
        "modell",
        "rooter",
        "modeme",
        "nummer",
        "gerade",
        "rebootet",
        "rebook",
        "erreiche",
        "erreicht",
    ]
)


@dataclass(frozen=True, slots=True)
class Folded:
    """``text`` is lower case, umlauts as two letters; ``origin[i]`` is the place of ``text[i]`` in the original."""

    text: str
    origin: list[int]

    def original(self, place: int) -> int:
        """Give the place in the original text for a place in the folded one; its end included."""
        return self.origin[place]


def fold(text: str) -> Folded:
    """Fold a text, mending slips of the pen in long words that matter."""
    pieces = [_WIDER.get(small := letter.lower(), small[:1]) for letter in text]
    plain = "".join(pieces)
    origin = list(chain.from_iterable([place] * len(piece) for place, piece in enumerate(pieces)))
    origin.append(len(text))
    return _mended(plain, origin)


def _mended(plain: str, origin: list[int]) -> Folded:
    parts: list[str] = []
    places: list[int] = []
    done = 0
    for found in _WORD.finditer(plain):
        word = found.group()
        better = _PLAIN.get(word) or (_meant(word) if len(word) >= _LONG_WORD else None)
        if better is None:
            continue
        start, end = found.span()
        better = better.replace("_", " ")
        parts += [plain[done:start], better]
        places += origin[done:start]
        places += [origin[min(start + step, end - 1)] for step in range(len(better))]
        done = end
    if not parts:
        return Folded(plain, origin)
    return Folded("".join([*parts, plain[done:]]), places + origin[done:])


def _meant(word: str) -> str | None:
    """Give the head a word was meant to be; None when it is right as it is, or nothing known."""
    if word in _HEADS or word in _RIGHT:
        return None
    if word in _NEAR:
        return _close(word, _NEAR[word])
    for short in _shorter(word):
        if short in _HEADS:
            return _close(word, short)
        if short in _NEAR:
            return _close(word, _NEAR[short])
    return None


def _close(word: str, head: str) -> str | None:
    """Refuse what differs by a usual ending only: that is grammar, no slip."""
    if word[0] != head[0] or (word.startswith(head) and word[len(head) :] in {"s", "n", "e"}):
        return None
    return head
