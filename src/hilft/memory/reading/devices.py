"""Which router, modem, receiver or phone, and which tariff: a lexicon beside this file, and the brand's own words."""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from hilft.memory.model import Found, Key
from hilft.memory.reading.patterns import BrandPatterns
from hilft.memory.reading.text import Clause, Text

_FILE = Path(__file__).with_name("devices.toml")
_WISHED = re.compile(
    r"\b(?:kaufen|holen|bestellen|anschaffen|zulegen|empfehl\w*|kompatibel|geeignet|unterstützt|wechseln auf|umsteigen auf|"
    r"buy(?:ing)?|purchas\w+|order(?:ing)?|recommend\w*|compatible|supports?|upgrade to|switch(?:ing)? to|pre-?order\w*|release\w*|launch|in stock|"
    r"come out|coming out|get the new|want the|would like (?:a|the)|stattdessen|lieber (?:eine?n?)|instead|looking (?:at|for|to get)|next|how much|price[sd]?|promo\w*|thinking (?:about|of)|offers?|upgrad\w+|pre-?bestell\w*|was kostet|when (?:will|can|do))\b"
)
_OWNS = re.compile(
    r"\b(?:mein\w*|unser\w*|meine[nrms]?|hab(?:e|en)?|nutze[n]?|benutze|verwende|läuft|steht|hängt|besitze|my|our|have|has|got|using|use|own|on an?|with an?|"
    r"i've|the model is|it's an?|it is an?|ist eine?|sie ist|router:|gerät:|device:|modem:)\b"
)
_DENIED = re.compile(
    r"\b(?:kein(?:e[nmrs]?)?|nicht (?:die|der|das|eine?n?)|not (?:an?|the|my)|don't have an?|no|like|wie(?: eine?)?|than|als)\s*(?:\w+\s){0,1}$"
)
_SPEED = re.compile(
    r"(?P<speed>\d{1,4}(?:[.,]\d)?)\s?(?:er|-)?\s?(?P<unit>mbit/s|mbits?|mb/s|mbps|mb|megabits?|meg|megs|gbit/s|gbit|gbps|gig|gb)?(?:er)?[- ]?(?P<what>leitung|vertrag|tarif|anschluss|plan|package|line|broadband|fib(?:er|re)|internet|connection|service|deal|contract|tier)?\b"
)
_PAID = re.compile(
    r"(?:bezahle?n?|zahle?n?|gebucht\w*|vertraglich|vertrag|tarif|statt(?: der)?|anstatt|anstelle|von (?:den |meinen |meiner )?(?:möglichen |gebuchten )?|paying for|pay for|subscribed? to|supposed to (?:be |have |get )?|"
    r"should (?:be |have |get )(?:getting )?|instead of|out of|signed up for|plan|package|habe? (?:eine?n? )?|i have|on the|leitung)\W*(?:(?:eine?n?|an?|the|my|bis zu|up to|for|für|über)\W+)*$"
)
_MEASURED = re.compile(
    r"(?:nur(?: noch)?|bloß|gerade mal|lediglich|gemessen|speedtest|only|just|getting|get|bekomme|kommen|kommt|under|below|unter|down to|at|maximal|max\.?)\W*(?:\w+\W+)?$"
)
_LINE = r"(?:dsl|vdsl|adsl|kabel|cable|glasfaser|fib(?:er|re)|ftth|internet)"
_TARIFF = re.compile(
    rf"\b(?:(?P<line>{_LINE})[- ]?(?P<number>16|25|50|100|150|175|200|250|300|400|500|600|900|1000|6000|16000)(?:er)?(?![\d.]*\d|%|\s?(?:€|euro|ms|mal|x|meter|m\b|mbit|mb))"
    r"|magenta ?(?:zuhause|mobil|tv|eins)(?: (?:giga|xxl|xl|xs|regio|young|[sml])\b)?(?: (?:flex|hybrid))?|giga ?(?:zuhause|cable|kabel|mobil|tv)(?: \d{2,4})?(?: (?:kabel|dsl|glasfaser|max|young|[slmx]{1,2})\b)?"
    r"|red ?internet ?& ?phone(?: \d{2,4})?(?: (?:cable|dsl))?|call ?& ?surf \w+|o2 (?:home|my home|free|mobile) ?(?:xxl|xl|[sml]|\d+)?\b|(?:my ?)?home (?:xxl|xl|[sml])\b|2play(?: \w+)?|3play(?: \w+)?|internet ?& ?telefon \d+|"
    r"doppel-?flat \d+|surf ?& ?phone \w+|(?:vivid|m)(?:50|100|125|200|250|350|500|600)\b(?! mbps)|gig1\b|volt bundle|infinity (?:1|2|\d{2})\b|superfast fibre(?: \d)?|full fibre \d+|fibre (?:essential|max|65|100|150|500|900)\b|"
    r"xfinity (?:performance|blast|extreme|gigabit)\w*(?: pro)?|fios (?:gigabit|\d+/\d+|\d+)|unlimited (?:plus|freedom|premium|everything)|one plan|(?:simple )?choice plan|jump on demand|bt (?:unlimited )?infinity(?: \d)?)"
)
_NAME = r"[A-ZÄÖÜ][\w&+-]*(?: [A-ZÄÖÜ\d][\w&+-]*){0,3}"
_NAMED_TARIFF = re.compile(
    rf"\b(?:[Tt]arif|[Pp]rodukt|[Tt]ariff|[Pp]ackage|[Pp]lan)(?: (?:ist|heißt|lautet|is(?: called)?))?:? (?:der |das |the )?[„\"']?(?P<name>{_NAME})"
    rf"|\b(?:on|have|got|with|took|in|under) (?:the|a|an|your|our) [\"']?(?P<name2>{_NAME})[\"']? (?:plan|package|tariff|deal|bundle)\b"
)
"Whatever a brand calls it: a name with a figure or a size in it, said to be the tariff."
_SIZED = re.compile(r"\d|(?<!\w)(?:XXL|XL|XS|[SML])(?!\w)")
_YEARS_NOT_TARIFFS = re.compile(r"\d+er$")


@dataclass(frozen=True, slots=True)
class Model:
    """One line of the lexicon: ``shown`` may hold the pattern's groups by number."""

    kind: str
    shown: str
    pattern: re.Pattern[str]


@cache
def models() -> tuple[Model, ...]:
    """Read the lexicon: routers, receivers, phones, the most special first."""
    with _FILE.open("rb") as file:
        given = tomllib.load(file)
    return tuple(
        Model(kind, each["name"], re.compile(rf"(?<![\w-])(?:{each['pattern']})(?![\w])"))
        for kind, lines in given.items()
        for each in lines
    )


def devices(text: Text, brand: BrandPatterns) -> Iterator[Found]:
    """Find devices somebody has; one that is only wished for, compared or denied is left out."""
    taken: list[tuple[int, int]] = []
    own = tuple(
        Model("router", word, re.compile(rf"(?<!\w){re.escape(word.casefold())}(?!\w)"))
        for word in brand.devices
    )
    for model in (*own, *models()):
        for match in model.pattern.finditer(text.low):
            start, end = match.span()
            if any(a < end and start < b for a, b in taken):
                continue
            taken.append((start, end))
            if _had(text.clause_at(start), start):
                shown = _shown(model, match, text.raw)
                special = any(c.isdigit() for c in shown) or not match.lastindex
                yield Found(
                    Key.DEVICE,
                    shown,
                    text.piece(start, end),
                    start,
                    end,
                    0.95 if special else 0.75,
                    model.kind,
                )


def _had(clause: Clause, at: int) -> bool:
    before = clause.words[: at - clause.start]
    if _DENIED.search(before) or clause.supposes:
        return False
    return not (_WISHED.search(clause.words) and not _OWNS.search(before[-25:]))


def _shown(model: Model, match: re.Match[str], raw: str) -> str:
    shown = model.shown
    for number in range(1, (match.re.groups or 0) + 1):
        start, end = match.span(number)
        words = " ".join(raw[start:end].split()) if start >= 0 else ""
        shown = shown.replace(f"{{{number}}}", " ".join(map(_written, words.split())))
    return " ".join(shown.replace(" -", "-").split()).rstrip("- ")


def tariffs(text: Text, brand: BrandPatterns) -> Iterator[Found]:
    """Find the tariff somebody has: by its name, or by the speed that is paid for, not by the one that is measured."""
    for word in sorted(brand.tariffs, key=len, reverse=True):
        at = text.low.find(word.casefold())
        if at >= 0 and _is_whole(text.low, at, at + len(word)) and _had(text.clause_at(at), at):
            yield Found(Key.TARIFF, word, text.piece(at, at + len(word)), at, at + len(word), 0.95)
            return
    for match in _TARIFF.finditer(text.low):
        if _had(text.clause_at(match.start()), match.start()):
            yield Found(Key.TARIFF, text.piece(*match.span()), "", *match.span(), 0.85)
            return
    for match in _NAMED_TARIFF.finditer(text.shown):
        start, end = match.span("name" if match["name"] else "name2")
        if _SIZED.search(text.shown, start, end) and _had(text.clause_at(start), start):
            yield Found(Key.TARIFF, text.piece(start, end), "", start, end, 0.8)
            return
    for match in _SPEED.finditer(text.low):
        found = _speed(text, match)
        if found is not None:
            yield found
            return


def _is_whole(low: str, start: int, end: int) -> bool:
    return not (low[start - 1 : start].isalnum() or low[end : end + 1].isalnum())


def _speed(text: Text, match: re.Match[str]) -> Found | None:
    start, end = match.span()
    if start and (text.low[start - 1].isalnum() or text.low[start - 1] in ".,:/€$£-#"):
        return None
    clause = text.clause_at(start)
    before = clause.words[: start - clause.start]
    ten = re.match(
        r"\d+er[- ](?:dsl|leitung|vertrag|tarif|anschluss|internet|vdsl|kabel)",
        match.group() + text.low[end : end + 8],
    )
    contract = match["what"] in {
        "leitung",
        "vertrag",
        "tarif",
        "anschluss",
        "plan",
        "package",
        "line",
        "contract",
        "tier",
        "deal",
    }
    if not ten and not (match["unit"] and (contract or _PAID.search(before))):
        return None
    if match["unit"] in {"gb", "mb"} and not (contract or "paying" in before):
        return None
    if (_MEASURED.search(before) and not ten) or not _had(clause, start):
        return None
    size = match["speed"].replace(",", ".")
    giga = (match["unit"] or "").startswith("g")
    return Found(
        Key.TARIFF,
        f"{size} {'Gbit/s' if giga else 'Mbit/s'}",
        text.piece(start, end),
        start,
        end,
        0.8,
        "speed",
    )


def _written(word: str) -> str:
    """Write part of a model's name: letters and figures in capitals, whole words with one."""
    if word.lower() in {"pro", "max", "neo", "one", "box", "net"}:
        return word.capitalize()
    short = any(c.isdigit() for c in word) or len(word) < 4 or (len(word) == 4 and not word.isalpha())  # noqa: PLR2004 - LTE, AX, W
    return word.upper() if short else word.capitalize()
