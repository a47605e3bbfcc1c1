"""Reads what a draft asks for."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from hilft.memory.asking.acts import Act, Marker, ends_clause, is_about_now, markers
from hilft.memory.asking.lexicon import ENTRIES, Entry, Form, another_object
from hilft.memory.asking.model import Kind, Question
from hilft.memory.asking.sentences import Sentence, sentences
from hilft.memory.asking.weighing import Reading, look, weigh
from hilft.memory.folding import Folded, fold
from hilft.memory.learned import words_of
from hilft.memory.model import Key

_TRIED = frozenset({Key.TRIED_RESTART, Key.TRIED_CABLE, Key.TRIED_RESET, Key.TRIED_OTHER_SOCKET})
_ANOTHER_SERVICE = re.compile(
    r"\b(?:services|tv|television|fernseh\w*|telefon|telefonie|landline|phone line|festnetz|dial tone|freizeichen|netflix|handynetz|mobilfunk)\b"
)
_TROUBLE = frozenset({Key.SYMPTOM, Key.SCOPE})
_AFTER = re.compile(
    r"(?:\bnach (?:dem|einem|der|den|deinem|ihrem|jedem)|\bbeim|\bseit (?:dem|deinem|ihrem)|\bvor (?:dem|der|einem)|\bnachdem|\bafter(?: \w+){0,3}|\bsince(?: \w+){0,2}|"
    r"\bdurch(?: den| einen)?|\btrotz(?: \w+)?|\bdespite(?: \w+)?|\bbefore(?: \w+){0,2}|\bwhile|\bduring(?: \w+)?|\bwaehrend(?: \w+)?|\bfollowing(?: \w+)?|\bzum)\s*$"
)
_KEPT = re.compile(
    r"(?:(?:ist|sind|habe?n?|liegt|liegen|steht|stehen|is|are|have|has been|was|wurde|wurden)\b(?: \w+){0,4}? (?:notiert|vermerkt|bekannt|angekommen|hinterlegt|erhalten|vor|gespeichert|eingetragen|noted|received|on file|on record|saved|recorded|logged|in the system|geklappt|schon da|da|here|vorhanden|erfasst|aufgenommen|gefunden|passt|stimmt|korrekt|correct|fine|found|ausreich\w*|nicht (?:noetig|notwendig|erforderlich))|"
    r"(?:hab|habe|haben) (?:ich|wir)|\b(?:i|we)(?:'ve| have) (?:got|noted|found|it|that|added)|(?:got it|noted|danke|dank|thanks|thank you)\s*[.!,]*$|(?:danke|thanks|thank you|ist notiert|notiert)\b(?! (?:im voraus|vorab|in advance))|findest du|finden sie|you(?:'ll| can| will) find|steht auf|is on your bill)"
)
_WITH = re.compile(r"\bmit (?:dem|deinem|ihrem)\s*$")
_LONGEST_ITEM = 8
"Words in a line of a list of things wanted."
_TESTS = re.compile(
    r"test|\btry|\btri|probier|versuch|pruef|check|\bob\b|whether|\bif\b|direct|direkt|confirm"
)
_POLITE = re.compile(r"(?:bitte|please)\W*$")
_PURPOSE = re.compile(r"(?:so|damit)\b")
_BESIDE = re.compile(r"(?:in case|if|falls|wenn|so|damit|um|for when|bevor|before)\b")
_CONDITION = re.compile(r"wenn\b|if\b|when you\b")
_PARTICIPLE = re.compile(
    r"(?:neu|aus|an|ein|um|raus|rueck|zurueck)?ge(?:start|boot|steck|schalt|zog|nomm|setz|trenn|tausch|prueft|wechsel|reset)\w*|geprueft|ueberprueft|kontrolliert|probiert|versucht|getestet|getauscht|gecheckt|(?:re)?started|rebooted|tried|unplugged|cycled|swapped|checked|replaced|turned|switched|reseated|changed|connected|plugged|schon|bereits|already|had a|did|was gebracht|geholfen|help(?:ed)?\b|have you|hast du|haben sie|habt ihr|haste|hamse|hast|done|gemacht|worden|durchgefuehrt|are|sind|is|ist|sitz\w*"
)


# Words that make a question of a key a question of something else.
_VETO: dict[Key, re.Pattern[str]] = {
    Key.SINCE_WHEN: re.compile(
        r"\bkund(?:e|in)\b|\bwohn\w*|\bleb(?:st|en|t)\b|\blive[ds]?\b|\bliving\b|customer|with us\b|schon bei uns\b|\bvertrag|contract|umzug|moved|(?:hast|haben) (?:du|sie) (?:den|die|das|deinen|ihren) (?:router|box|modem|geraet)|"
        r"(?:had|got|owned|using) (?:the|your|this|that) (?:router|modem|hub|box)|unplugged|vom strom|stromlos|dauer[tn]|each|(?:does|do) (?:a|an|the|each|every|those|these) (?:\w+ )?(?:outage|drop|cut|interruption)s?|will it|"
        r"neustart|neu gestartet|restart|reboot|bestell|order|warteschleife|on hold|waiting for (?:the|your|a) (?:parcel|router|engineer|refund)"
    ),
    Key.PREFERRED_CONTACT_TIME: re.compile(
        r"angerufen|telefoniert|gesprochen mit|erreicht hast|did (?:you|he|she|they|my|the|our|we|i)\b|last (?:call|spoke)|called (?:us|you|me)|techniker|engineer|technician|monteur|installation|visit"
    ),
    Key.PHONE: re.compile(
        r"portier|\bport(?:ed|ing)?\b(?! (?:number|am))|mitnehm|mitbring|rufnummernmitnahme|transfer|public|oeffentlich|angezeigt|display|angerufen|called you|0800|call us|ruf uns"
    ),
    Key.TARIFF: re.compile(
        r"wechsel|upgrad|downgrad|change|switch to|interest|interess|kostet|costs?\b|groesser|kleiner|smaller|bigger|larger|enough|genueg|ausreich|umsteig|in zukunft|in future|haettest du gern|haetten sie gern|would you like|moechtest|moechten|neuen tarif|new plan|kuendig"
    ),
    Key.EMAIL: re.compile(
        r"(?:check|look|schau|guck|open|oeffne)\w* (?:\w+ ){0,3}(?:e-?mail|mail)|^.{0,14}(?:hast|haben|kam|ist)\b.*(?:bekommen|erhalten|angekommen)|received?\b|did you get|have you got my|spam"
    ),
    Key.CONTRACT_OWNER: re.compile(
        r"gebor|geburt|birth|\bdob\b|unterschr|signature|einverstand|happy (?:for|with)|agree|verstorben|deceased|ausweis|passwor|kennwort|change|aendern|uebernehm|umschreib|iban"
    ),
    Key.CUSTOMER_NUMBER: re.compile(
        r"\biban\b|oeffentlich|public(?:ly)?\b|halte\w*\b.*\bbereit|(?:on|auf) (?:your|the|deiner|ihrer|der) (?:bill|rechnung)(?=[.! ]*$)"
    ),
    Key.APPOINTMENT: re.compile(
        r"verschieb|verleg|absag|cancel|move|rebook|reschedul|storn|puenktlich|war der techniker|erschienen|aufgetaucht|show(?:ed)? up|turn(?:ed)? up|did the (?:engineer|technician|tech) (?:come|show|visit|arrive|fix|turn)|(?:come|came) (?:yesterday|today)|daheim|zu hause|at home|would you like|do you want|moechtest|moechten|geklappt|gekommen|badge"
    ),
    Key.TRIED_CABLE: re.compile(
        r"arriv|angekommen|unterwegs|geliefert|zugeschickt|\border|bestell|deliver|^\W*(?:what|which|how|wie|welche\w*) (?:length|long|lang|category|colou?r|farbe|laenge|typ|type|sort|kind)\b"
    ),
    Key.ADDRESS: re.compile(
        r"(?:in|by|via|per) (?:an )?(?:e-?mail|mail)\b[^.?!]*address|"
        r"(?:on|in|around|near|auf|aus) (?:your|the|ihrer|deiner|eurer|der|deine|ihre) (?:whole |same )?(?:street|road|area|neighbou?rhood|strasse|gegend|nachbarschaft)"
    ),
    Key.WANTED: re.compile(r"\b(?:nutzen|sehen|empfangen|oeffnen|use|see|watch|open|access)\b"),
    Key.SYMPTOM: re.compile(
        r"\b(?:wie|how) (?:langsam|schnell|stark|schlimm|slow|fast|bad)\b|\bcalled\b|\b(?:change[ds]?|veraendert|geaendert)\b|appointment|technician|scheduled"
    ),
    Key.ORDER_NUMBER: re.compile(r"sendung|tracking|courier|\bdhl\b"),
}


_JOINT = re.compile(
    r"(?:,|,?\s(?:und|and|oder|or|sowie))\s+(?=(?:auf |bei |an |in |mit |unter |for |from |to |on )?(?:hast|habt|haben|ist|sind|war|wird|kann\w*|koenn\w*|"
    r"welche\w*|was|wann|wie|wo|wer|wessen|seit wann|have|has|did|do|does|is|are|what|which|when|how|who|whose|where|could|can|would)\b)"
)
"Between two questions of one sentence."


@dataclass(frozen=True, slots=True)
class Candidate:
    """A thing named in a sentence, and what governs it."""

    entry: Entry
    start: int
    end: int


def questions(draft: str) -> list[Question]:
    """Give what a draft asks for, in the order it is named; offsets are those of the draft."""
    found = [question for reading in readings(draft) for question in weigh(reading)]
    return [question for question in found if question.key or "?" in draft[question.start : question.end]]


def readings(draft: str) -> list[Reading]:
    """Give each sentence of a draft as the rules read it."""
    folded = fold(draft)
    read: list[Reading] = []
    listed, before = False, list[str]()
    for sentence in sentences(folded.text):
        listed = _opens_list(sentence) or (listed and _is_item(sentence))
        read.append(_of_sentence(folded, replace(sentence, asks=sentence.asks or listed), before))
        before = words_of(sentence.text)
    return read


def _opens_list(sentence: Sentence) -> bool:
    """Whether a list of things wanted follows: "dafür benötigen wir:"."""
    if not sentence.text.endswith(":"):
        return False
    signs = [sign for sign in markers(sentence.text) if not _BESIDE.match(sentence.text, sign.start)]
    return any(sign.act in {Act.ASKS, Act.REQUESTS} for sign in signs)


def _is_item(sentence: Sentence) -> bool:
    return len(sentence.text.split()) <= _LONGEST_ITEM and not markers(sentence.text)


def _of_sentence(folded: Folded, sentence: Sentence, before: Sequence[str]) -> Reading:
    text = sentence.text
    candidates, signs = _candidates(text), markers(text)
    start, end = folded.original(sentence.start), folded.original(sentence.end)
    found: list[Question] = []
    for candidate in candidates:
        kind = _asks(candidate, sentence, signs)
        veto = _VETO.get(candidate.entry.key)
        part = (
            text if candidate.entry.key is Key.ADDRESS else _own_part(candidate, text)
        )  # of a mail or a house?
        if kind is None or (veto is not None and veto.search(part)):
            continue
        place = folded.original(sentence.start + candidate.start)
        found.append(Question(candidate.entry.key, candidate.entry.about, start, end, kind, place))
    if not found and sentence.asks:
        found.append(Question(None, "", start, end, Kind.ASK, start))
    named = [(candidate.entry.key, candidate.entry.form) for candidate in candidates]
    return Reading(start, end, text, look(sentence, before, named, signs, found), tuple(found))


def _own_part(candidate: Candidate, text: str) -> str:
    """Give the question a thing stands in, where one sentence asks several: what the others are about is not its own."""
    start, end = 0, len(text)
    for joint in _JOINT.finditer(text):
        if joint.end() <= candidate.start:
            start = joint.end()
        elif joint.start() >= candidate.end:
            end = joint.start()
            break
    return text[start:end]


def _candidates(text: str) -> list[Candidate]:
    """Give what is named, the longest wording of a key first; wordings inside another of the same key are dropped."""
    found = [
        Candidate(entry, *hit.span())
        for entry in ENTRIES
        for hit in entry.pattern.finditer(text)
        if not another_object(entry.key, text, *hit.span(), entry.about)
    ]
    found.sort(key=lambda candidate: (candidate.start, -candidate.end))
    return [one for one in found if not _shadowed(one, found)]


# Where two keys claim the same words: the one that says more wins.
_OVER: dict[Key, frozenset[Key]] = {
    Key.APPOINTMENT: frozenset({Key.PREFERRED_CONTACT_TIME}),
    Key.EMAIL: frozenset({Key.ADDRESS}),
    Key.TARIFF: frozenset({Key.DEVICE, Key.CONTRACT_OWNER}),
    Key.TRIED_CABLE: frozenset({Key.TRIED_RESTART}),
    Key.TRIED_RESET: frozenset({Key.TRIED_RESTART}),
    Key.TRIED_OTHER_SOCKET: frozenset({Key.TRIED_CABLE}),
    Key.ERROR_CODE: frozenset({Key.SYMPTOM}),
    Key.SINCE_WHEN: frozenset({Key.SYMPTOM, Key.PREFERRED_CONTACT_TIME}),
    Key.SCOPE: frozenset({Key.TRIED_CABLE, Key.DEVICE, Key.SYMPTOM}),
    Key.PREFERRED_CONTACT_TIME: frozenset({Key.PHONE, Key.WANTED}),
    Key.CONTRACT_OWNER: frozenset({Key.TARIFF}),
    Key.CUSTOMER_NUMBER: frozenset({Key.TARIFF, Key.PHONE}),
    Key.ORDER_NUMBER: frozenset({Key.PHONE}),
}


def _shadowed(one: Candidate, all_found: Sequence[Candidate]) -> bool:
    for other in all_found:
        if other is one:
            continue
        if one.entry.key is Key.SYMPTOM and one.entry.form is Form.STATE and other.entry.key is Key.SCOPE:
            return True
        overlaps = other.start < one.end and one.start < other.end
        if overlaps and one.entry.key in _OVER.get(other.entry.key, frozenset()):
            return True
    return False


def _asks(candidate: Candidate, sentence: Sentence, signs: Sequence[Marker]) -> Kind | None:
    """Tell how the sentence asks for this thing; None when it does not."""
    form, key, text = candidate.entry.form, candidate.entry.key, sentence.text
    if form is Form.EITHER:
        return Kind.ASK if sentence.asks else None
    before = text[: candidate.start][-24:]
    aside = form is not Form.WH and (_AFTER.search(before) or (key in _TRIED and _WITH.search(before)))
    if aside or (key in _TROUBLE and is_about_now(text)):
        return None
    if key is Key.SYMPTOM and form is Form.STATE and _ANOTHER_SERVICE.search(text):
        return None
    governor = _governor(candidate, text, signs)
    if governor is not None and _PURPOSE.match(text, governor.start) and governor.start > candidate.start:
        return _named_for(candidate, text)
    if governor is not None and governor.act in {Act.TELLS, Act.FORBIDS}:
        return _on_condition(candidate, sentence, signs, governor)
    return _by_form(candidate, sentence, governor, signs)


def _named_for(candidate: Candidate, text: str) -> Kind | None:
    """Take a bare thing followed by its purpose ("address, so I can check") as asked for."""
    bare = candidate.entry.form is Form.NOUN and not _KEPT.search(text[candidate.end :])
    return Kind.ASK if bare else None


def _by_form(
    candidate: Candidate, sentence: Sentence, governor: Marker | None, signs: Sequence[Marker]
) -> Kind | None:
    if candidate.entry.form is Form.WH:
        return Kind.ASK
    if _wonders(candidate, sentence.text, signs):
        return None
    if candidate.entry.form is Form.STATE:
        return _state(candidate, sentence, governor)
    return _named(candidate, sentence, governor)


def _named(candidate: Candidate, sentence: Sentence, governor: Marker | None) -> Kind | None:
    if governor is None and not sentence.asks:
        return None
    if candidate.entry.key in _TRIED:
        return _tried(candidate, sentence, governor)
    kept = not sentence.asks and _KEPT.search(sentence.text[candidate.end :])
    return None if kept else Kind.ASK


def _state(candidate: Candidate, sentence: Sentence, governor: Marker | None) -> Kind | None:
    if sentence.asks or (governor is not None and governor.act is Act.ASKS):
        return Kind.ASK
    if governor is not None and candidate.entry.about == "medium" and _TESTS.search(sentence.text):
        return Kind.REQUEST
    return None


def _tried(candidate: Candidate, sentence: Sentence, governor: Marker | None) -> Kind:
    if governor is None:
        return Kind.ASK if "?" in sentence.text else Kind.REQUEST
    if governor.act is Act.REQUESTS:
        return Kind.REQUEST
    window = sentence.text[max(0, governor.start - 15) : candidate.end + 30]
    return Kind.ASK if _PARTICIPLE.search(window) else Kind.REQUEST


def _on_condition(
    candidate: Candidate, sentence: Sentence, signs: Sequence[Marker], governor: Marker
) -> Kind | None:
    """Take a condition that tests something as a request: "Is it the same if you plug it into the other socket?"."""
    condition = _CONDITION.match(sentence.text, governor.start)
    tests = candidate.entry.key in {Key.SCOPE, Key.TRIED_OTHER_SOCKET, Key.TRIED_CABLE}
    if condition and tests and sentence.asks and signs[0].act in {Act.ASKS, Act.REQUESTS}:
        return Kind.REQUEST
    return None


def _wonders(candidate: Candidate, text: str, signs: Sequence[Marker]) -> bool:
    """Whether it asks when, where or how often about the thing: that is new."""
    return any(
        sign.act is Act.WONDERS and sign.start < candidate.start and not _cut(text, sign.end, candidate.start)
        for sign in signs
    )


def _governor(candidate: Candidate, text: str, signs: Sequence[Marker]) -> Marker | None:
    """Give the marker that rules over a thing: the nearest before it, else the first after it in its clause."""
    asks_itself = candidate.entry.form is Form.WH
    left = [
        sign
        for sign in signs
        if sign.start <= candidate.start and not (asks_itself and sign.start == candidate.start)
    ]
    if left:
        return _ruling(left[-1], candidate, text, signs)
    return None if asks_itself else _following(candidate, text, signs)


def _ruling(nearest: Marker, candidate: Candidate, text: str, signs: Sequence[Marker]) -> Marker | None:
    """Take what stands before, unless it only tells and ended before a request that follows."""
    if nearest.act is not Act.TELLS or not _cut(text, nearest.end, candidate.start):
        return nearest
    if candidate.entry.form is Form.WH:
        return None
    right = [sign for sign in signs if sign.start > candidate.start]
    ahead = next((sign for sign in right if not _cut(text, candidate.end, sign.start)), None)
    if ahead is not None and ahead.act in {Act.ASKS, Act.REQUESTS}:
        return ahead
    return signs[-1] if _POLITE.match(text, signs[-1].start) else nearest


def _following(candidate: Candidate, text: str, signs: Sequence[Marker]) -> Marker | None:
    for sign in signs:
        if sign.start <= candidate.start:
            continue
        if _BESIDE.match(text, sign.start):
            return sign if _PURPOSE.match(text, sign.start) else None
        if sign.act is not Act.TELLS or not _cut(text, candidate.end, sign.start):
            return sign
    return None


def _cut(text: str, start: int, end: int) -> bool:
    """Whether a clause ends between two places."""
    return ends_clause(text[max(0, start - 1) : end + 1])
