"""Compares what a draft asks with what is known."""

import re
from collections.abc import Sequence
from collections.abc import Set as AbstractSet

from hilft.memory.asking.lexicon import lamps_named, names_router, sides
from hilft.memory.asking.model import Asked, Kind, Question
from hilft.memory.asking.reading import questions
from hilft.memory.folding import fold
from hilft.memory.model import Key, Known
from hilft.memory.things import things_named

_TRIED = frozenset({Key.TRIED_RESTART, Key.TRIED_CABLE, Key.TRIED_RESET, Key.TRIED_OTHER_SOCKET})
_STATES = frozenset({Key.SYMPTOM, Key.SCOPE, *_TRIED})
_POSTCODE = re.compile(r"\b\d{4,5}\b|\b[a-z]{1,2}\d[a-z\d]? ?\d[a-z]{2}\b")
_CODE_ASKED = re.compile(r"\b(?:post ?code|postleitzahl|plz|zip(?: ?code)?)\b")
_WHOLE_ASKED = re.compile(r"address|adresse|anschrift|strasse und|street and|wohnen|live\b|hausnummer")
_LANDLINE, _MOBILE = re.compile(r"festnetz|landline"), re.compile(r"handy|mobil\w*|mobile|cell")
_MOBILE_NUMBER = re.compile(r"(?:\+49 ?|0049 ?|\b0)1[567]|(?:\+44 ?|\b0)7[1-9]")
_CONFIRMS = re.compile(
    r"(?:richtig|stimmt(?:'s|s| das| es| so)?|korrekt|correct|(?<!this )(?<!it )(?<!things )(?<!that )right|is that right|oder|nicht wahr|isn'?t it|yes|ja|gell|passt das|is that (?:right|correct)|have i got that right|, ist das so|noch aktuell|still (?:current|right|correct|the same))\s*[?!.]+\s*$|verstehe ich (?:das|dich|sie) richtig|habe ich (?:das )?richtig"
)
_HOW = re.compile(
    r"^\W*(?:(?:und|and|aber|but|also|so|dann|denn) )?(?:sitz\w*|steck\w*|ist|sind|wurden?|hast|haben|habt|is|are|was|were|has|have|did|does|do)\b"
    r"[^,]*(?<!das )(?<!es )(?<!so )(?<!that )(?<!this )(?<!it )\b(?:richtig|korrekt|correct|right)\W*$"
)
"Verb first, and no comma: it asks whether something is right, it reads nothing back."
_MIN_VALUE = 3
"A shorter value may stand in any sentence by chance."
_MIN_PART, _MIN_DIGITS = 6, 7
_COLOUR = re.compile(
    r"(?:farbe|colou?r|rot|red|gruen\w*|green|orange|gelb|yellow|weiss|white|blau|blue|amber)"
)
_SWAPPED = re.compile(r"tausch|wechsel|swap|replac|chang|ander|neues|new|another|different|spare")
_SEATED = re.compile(
    r"fest|sitz|seat|check|pruef|kontroll|tight|plugg|stecken|steckt|locker|loose|unplug|connected|richtig"
)
_MEDIUM = re.compile(r"w-?lan|wi-?fi|wireless|kabel|cable|\blan\b|ethernet|wired")
_COUNT = re.compile(
    r"device|geraet|alle\b|all\b|only (?:one|my)|nur (?:am|auf|ein)|everything|laptop|handy|phone|pc\b"
)


def asked_again(draft: str, known: Sequence[Known]) -> list[Asked]:
    """Give what a draft asks although it is known, once per fact, in the order of the draft.

    ``known`` are the facts that hold in the case, and what earlier cases tell of the customer; where several of one
    key answer, the one said last is given.
    """
    newest_first = sorted(known, key=lambda fact: fact.said_at, reverse=True)
    devices = {fact.kind for fact in known if fact.key is Key.DEVICE}
    found: dict[Key, Asked] = {}
    for question in questions(draft) if newest_first else ():
        if question.key is None or question.key in found:
            continue
        words = draft[question.start : question.end]
        folded = fold(words).text
        told = [
            fact
            for fact in newest_first
            if fact.key is question.key and _is_of_it(fact, question, folded, devices)
        ]
        fact = next((fact for fact in told if _is_again(question, folded, fact)), None)
        if fact is not None and not any(_reads_back(question, folded, fact) for fact in told):
            found[fact.key] = Asked(fact.key, words, question.start, question.end, fact)
    return list(found.values())


def _is_of_it(fact: Known, question: Question, words: str, devices: AbstractSet[str]) -> bool:
    """Whether a fact is about the very thing: the router and not the phone, an appointment that still stands.

    ``devices`` are the kinds the case is about: who has no router in it restarted that.
    """
    if fact.key is Key.PHONE:
        return not _other_line(fact.value, words)
    if fact.key is Key.DEVICE:
        return (fact.kind or "router") == (question.about or "router")
    if fact.key is Key.APPOINTMENT:
        return fact.kind not in {"missed", "cancelled"}
    if fact.key not in {Key.TRIED_RESTART, Key.TRIED_RESET}:
        return True
    if fact.kind:
        return fact.kind in things_named(words)
    named = set(things_named(words))
    return not named or names_router(words) or (bool(named & devices) and not devices & {"", "router"})


def _other_line(number: str, words: str) -> bool:
    """Whether the landline is asked for and the mobile was told, or the other way round."""
    landline, mobile = bool(_LANDLINE.search(words)), bool(_MOBILE.search(words))
    if landline == mobile:
        return False
    return landline == bool(_MOBILE_NUMBER.match(number))


def _is_again(question: Question, words: str, fact: Known) -> bool:
    told = fold(f"{fact.value} {fact.detail}").text
    if fact.key in _TRIED:
        return _tried_again(question, words, fact, told)
    if _reads_back(question, words, fact):
        return False
    if fact.key is Key.SYMPTOM:
        # A speed or how often it happens is told apart by the models only, on both sides alike.
        return question.about == fact.kind or _symptom_again(question, words, told)
    if fact.key is Key.SCOPE:
        return not question.about or _scope_told(question.about, told)
    code_only = question.about == "postcode" or (_CODE_ASKED.search(words) and not _WHOLE_ASKED.search(words))
    return fact.key is not Key.ADDRESS or not code_only or bool(_POSTCODE.search(told))


def _reads_back(question: Question, words: str, fact: Known) -> bool:
    either = fact.key is Key.WANTED and re.search(r"\b(?:or|oder)\b", words)
    if fact.key not in _STATES and not either and _repeats(words, fact.value):
        return True
    if fact.key is Key.PHONE and _same_end(words, fact.value):
        return True
    return _confirms(question, words)


def _confirms(question: Question, words: str) -> bool:
    """Whether it reads something back and wants a yes."""
    how = question.key in _STATES and _HOW.search(words)
    return question.kind is Kind.ASK and not how and bool(_CONFIRMS.search(words))


def _tried_again(question: Question, words: str, fact: Known, told: str) -> bool:
    if fact.value.strip().lower() in {"no", "nein", "not yet", "noch nicht"}:
        return question.kind is Kind.ASK
    if fact.key is Key.TRIED_CABLE and fact.detail:
        swapped, seated = bool(_SWAPPED.search(told)), bool(_SEATED.search(told))
        if seated and not swapped and question.about == "swap":
            return False
    return not _confirms(question, words)


def _repeats(words: str, value: str) -> bool:
    """Whether the words hold the value itself: then they read it back."""
    squeezed = _squeezed(words)
    whole, *parts = (_squeezed(fold(part).text) for part in (value, *value.split(",")))
    if len(whole) >= _MIN_VALUE and whole in squeezed:
        return True
    return any(len(part) >= _MIN_PART and part in squeezed for part in parts)


def _same_end(words: str, number: str) -> bool:
    """Whether a telephone number stands in the words, with or without the code of its country."""
    digits = re.sub(r"\D", "", number)[-_MIN_DIGITS:]
    return len(digits) == _MIN_DIGITS and digits in re.sub(r"\D", "", words)


def _squeezed(text: str) -> str:
    return re.sub(r"[^\w]+", "", text)


def _symptom_again(question: Question, words: str, told: str) -> bool:
    if not question.about:
        return True
    if question.about != "lamp":
        return question.about in sides(told)
    if "lamp" not in sides(told):
        return False
    named, known = lamps_named(words), lamps_named(told)
    if named and known and not named & known:
        return False
    if re.search(r"ander|other|uebrig|remaining", words):
        return False
    return not (re.search(r"farbe|colou?r", words) and not _COLOUR.search(told))


def _scope_told(about: str, told: str) -> bool:
    return bool((_MEDIUM if about == "medium" else _COUNT).search(told))
