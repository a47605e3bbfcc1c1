"""Whether a clause commits us: who does what, and what takes it back (conditions, wishes, the past). Pure."""

import re

from hilft.memory.promises.sentences import Sentence

_FLAGS = re.IGNORECASE
_DOES = (
    r"(?:an|zurück|rück|nach|vorbei|durch|ab|be|er|aus|zu|ein|frei|weiter|los|auf|nochmal|wieder|vor|hin|mit|um|fertig|bereit|rein|raus)?"
    r"(?:zu)?(?:meld|ruf|schreib|schick|send|sag|informier|benachrichtig|kümmer|schau|guck|prüf|check|test|klär|lös|beheb|heb|reparier|"
    r"liefer|tausch|erstatt|überweis|weis|komm|vorbeikomm|antwort|erledig|bearbeit|frag|schalt|aktivier|bestell|veranlass|reich|"
    r"kontaktier|versend|verschick|versprech|organisier|richt|storni?er|korrigier|buch|mess|seh|wiss|mach|bring|stell|such|find|arbeit|"
    r"starte?|setz|leit|geb|gib|halt|telefonier|tu|text|maile?|dm)(?:e|en|t|n|s|st|et|est|ern|ere|ert|ele|eln)?"
)
_WE_DO = re.compile(rf"\b(?:{_DOES}|bescheid)\b", _FLAGS)
_NOUN = r"(?:rück(?:meldung|ruf|info|antwort)|antwort|update|info(?:rmation)?|nachricht|zwischenstand|stand|lösung|ergebnis|neuigkeit(?:en)?|anruf|mail|dm|gutschrift|termin|feedback|techniker|ersatz\w*|router|paket)"
_WE = re.compile(r"\b(?:ich|wir)\b", _FLAGS)
_SOLVED = r"(?:geklärt|erledigt|behoben|gelöst|repariert|fertig|bearbeitet)"
_WILL_BE = re.compile(
    rf"\b(?:ist|sind|wird|werden|sein)\b.*\b(?:{_SOLVED}|geschaltet|freigeschaltet|verschickt|versendet|geliefert|zugestellt|aktiv\w*|getauscht|"
    r"erstattet|gutgeschrieben|überwiesen|wieder da|online|bei (?:ihnen|dir|euch)|angerufen|zurückgerufen|informiert|kontaktiert)\b|"
    rf"\b(?:bis|spätestens)\b.*\b(?:läuft|geht|funktioniert|steht)\b.*\bwieder\b|\b(?:läuft|geht|funktioniert|steht)\b.*\b(?:bis|spätestens)\b.*\bwieder\b|"
    rf"\b(?:bis|spätestens)\b.*\bhaben?\b.*\b{_SOLVED}\b|\bhaben?\b.*\b(?:bis|spätestens)\b.*\b{_SOLVED}\b",
    _FLAGS,
)
_GET = re.compile(
    rf"\b(?:sie|du|ihr)\b.*\b(?:erh[aä]lt(?:en|st)?|bekommen|bekommst|bekommt|kriegst|kriegen|kriegt|hören|hörst|hört)\b|"
    rf"\b(?:erhalten|bekommen|hören|erhältst|bekommst|hörst)\s+(?:sie|du|ihr)\b|"
    rf"\b(?:sie werden|du wirst|ihr werdet|werden sie|wirst du|werdet ihr)\b.*\b(?:\w+gerufen|informiert|kontaktiert|benachrichtigt|hören|bekommen|erhalten|beliefert)\b|"
    rf"\b(?:haben sie|hast du|habt ihr|sie haben|du hast)\b.*\b{_NOUN}\b.*\bvon (?:uns|mir)\b|"
    rf"\b{_NOUN}\b.*\b(?:liegt\b.*\bvor|folgt|erfolgt|kommt|gibt es|geht\b.*\b(?:raus|los|ein|in die post|zur post|auf den weg|in den versand)|trifft\b.*\bein|ist|wird|steht)\b|"
    rf"\b(?:folgt|erfolgt|kommt|gibt es|geht)\b.*\b{_NOUN}\b",
    _FLAGS,
)  # fmt: skip
_OTHERS = re.compile(
    r"\b(?:techniker(?:in)?|kolleg(?:e|en|in|innen)|team|fachabteilung|technik|abteilung|monteur(?:in)?|spezialist(?:en|in)?|bautrupp|"
    r"kundenservice|buchhaltung|chef(?:in)?|teamleit\w+|subunternehmer|entstördienst)\b.*?"
    rf"\b(?:{_DOES}|klingelt|ist (?:da|vor ort|bei)|wird)\b|"
    rf"\b(?:{_DOES}|klingelt|ist|wird)\s+(?:\w+\s+){{0,3}}(?:techniker|kolleg|team|monteur)",
    _FLAGS,
)
_ELIDED = re.compile(
    rf"^\W*(?:(?:ok\w*|gut|super|alles klar|danke|dann|also|hallo|hi|moin)\W+)*(?:melde?|rufe?|schreibe?|schicke?|sende|gebe?|sage?|kümmere?|prüfe?|kläre?|schaue?|gucke?|checke?|"
    rf"bringe?|liefere|mache?)\b(?!\s+(?:sie|du dich|dich doch|euch doch)\b)|^\W*(?:{_NOUN})\b[^.]*\bbis\b|"
    r"^\W*(?:will|calling|getting back|back (?:to you|with)|expect|update|answer|reply|news|callback|call back|ringing|sending)\b",
    _FLAGS,
)
_BOOKED = re.compile(
    r"\b(?:eingetragen|eingeplant|gebucht|vereinbart|bestellt|vorgemerkt|reserviert|terminiert|angesetzt|beauftragt|organisiert|geplant|"
    r"zugesagt|gelegt|steht|fest)\b|\b(?:booked|scheduled|arranged|lined up|set up|confirmed|reserved|planned|in the diary)\b",
    _FLAGS,
)
_ACTS = (
    r"(?:call|ring|phone|write|message|dm|e-?mail|mail|text|get|update|let you|reply|respond|answer|come|follow|check|look|fix|sort|resolve|"
    r"send|ship|deliver|refund|credit|contact|be|reach|keep|have|give|receive|visit|arrive|escalate|arrange|investigate|do|finish|complete|"
    r"replace|confirm|activate|chase|see|find|run|test|take|make|try|know|hear|touch|speak|talk|raise|switch|connect|restore|repair|process|dispatch|return|post|swap|work)"
)
_WILL = re.compile(
    r"\b(?:i|we|he|she|they|it|that|this|someone|somebody|(?:an?|the|our|your|my)\s(?:\w+\s){0,2}?\w+)(?:['’]ll|\s(?:will|shall))\b"
    rf"(?!\s(?:need|have to|want|require)).*?\b{_ACTS}\w*|"
    rf"\b(?:i|we|he|she|they|it|(?:an?|the|our|your|my)\s(?:\w+\s){{0,2}}?\w+)(?:['’](?:m|re|s)|\s(?:am|are|is))\s(?:going to|gonna|about to|due to|aiming to|planning to)\s.*?\b{_ACTS}|"
    rf"\b(?:i|we|(?:an?|the|our|my)\s(?:\w+\s){{0,2}}?(?:engineer|technician|colleague|manager|team|specialist|driver|courier))(?:['’](?:m|re|s)|\s(?:am|are|is))\s"
    rf"(?:\w+ly\s)?(?:calling|ringing|sending|coming|getting|checking|shipping|visiting|arriving|following|delivering|fixing|looking|escalating|chasing|emailing|messaging|contacting|giving)\b|"
    rf"\b(?:i|we)\s(?:promise|commit|aim|plan|intend)(?:\sto)?\b.*?\b{_ACTS}|\blet\s(?:me|us)\s(?!know){_ACTS}|"
    rf"\b(?:ill|well|i['’]ll|we['’]ll)\s(?:\w+\s)?{_ACTS}",
    _FLAGS,
)  # fmt: skip
_YOU_GET = re.compile(
    r"\byou(?:['’]ll|\swill|['’]re going to|\sare going to|\sshall)\s(?:\w+\s)?(?:hear|get|receive|have|be (?:contacted|called|updated|informed|refunded|credited|up|back|sorted|connected)|see)\b|"
    r"\b(?:you can |please )?expect\s(?:an?|our|my|the|to hear|another|your)\b|\byou can expect\b",
    _FLAGS,
)
_CONDITION = re.compile(
    r"\b(?:wenn|falls|sofern|sollten?(?=\s+(?:sie|du|es|das|der|die|sich|ihr))|sobald|solange|if|unless|once|as soon as|in case|provided)\b",
    _FLAGS,
)
_LATER_CONDITION = re.compile(
    r"\b(?:wenn|falls|sofern|if)\b.*\b(?:möcht\w+|magst|mögen|willst|wollen|wünsch\w*|passt|recht|lieber|hilft|okay|ok|want|like|prefer|wish|works?|suits?|helps?|happy)\b",
    _FLAGS,
)
_LATEST = re.compile(r"\b(?:spätestens|at the latest|no later than|nicht später als|latest by)\b", _FLAGS)
_UNSURE = re.compile(
    r"\b(?:kann|kannst|können|könnt|könnten?|könntest|würden?|würdest|möchten?|möchtest|dürften?|darf|soll|sollen|sollten?|hoffen?|hoffentlich|"
    r"vermutlich|wahrscheinlich|voraussichtlich|versuch\w*|vielleicht|evtl|eventuell|can|could|would|may|might|should|hope|hoping|hopefully|"
    r"probably|likely|try|trying|maybe|perhaps|possibly|able to|woll(?:en|ten) (?:sie|wir))\b|^\W*shall\b",
    _FLAGS,
)
_SURE = re.compile(
    r"\byou can expect\b|\bcan promise\b|\b(?:kann|können) (?:ich|wir)?\s?(?:\w+\s)?versprechen\b", _FLAGS
)
_NOT = re.compile(
    r"\b(?:nicht(?! später)|kein\w*|nie|niemand|not(?! later)|won['’]t|can['’]t|cannot|don['’]t|doesn['’]t|isn['’]t|aren['’]t|unable|never|ohne)\b",
    _FLAGS,
)
_PRESENT = re.compile(
    r"\b(?:geöffnet|offen|erreichbar|besetzt|öffnungszeit\w*|im dienst|im urlaub|für (?:sie|dich|euch) da|wieder da(?: für)?|hier|"
    r"open|here (?:until|till|for|from|to)|available|on shift|closed|geschlossen|(?:am|are|is|be|['’](?:m|re|s)) back (?:in|on|at)|out of office|opening hours|online bis)\b",
    _FLAGS,
)
_WAITS = re.compile(
    r"\b(?:warten?|wartet|brauchen?|braucht|benötigen?|bitten?\s(?:sie|dich|um)|freuen?|wünschen?|erwarten?|dauern?|dauert|wait\w*|need|"
    r"look\w* forward|wish\w*|lasts?|takes?|gilt|gelten|valid)\b",
    _FLAGS,
)
_BITTE = re.compile(r"\b(?:bitte|please|pls|kindly|could you|can you|would you)\b", _FLAGS)
_PAST = re.compile(
    r"\b(?:habe?|haben|hast|hat|hatten?|wurden?|war|waren)\b.*\b(?:\w*ge\w+(?:t|en)|(?:ver|be|er|ent|über|unter)\w+(?:t|en)|\w+iert)\b|"
    r"\b\w+(?:te|ten)\s(?:mich|uns|sie|dich)\b|\b(?:rief|riefen|schrieb|schrieben|kam|kamen|gab|gaben|sprach|sprachen|ging)\b|"
    r"\b(?:have|has|had|did|was|were|called|tried|wrote|sent|spoke|said|told)\b(?!.*\b(?:will|['’]ll|going to)\b)",
    _FLAGS,
)
_WAS = re.compile(r"\b(?:hatten?|wurden?|war|waren)\b", _FLAGS)
_FOR = re.compile(r"(?:\b(?:für|for|auf|on|am|to)\s+(?:den\s+|the\s+)?)$", _FLAGS)
_TAG = re.compile(r"^\W*(?:ok\w*|passt(?: das)?(?: so| für sie| für dich)?|in ordnung|einverstanden|gut so|alles klar|alright|sounds? good|deal|right)\W*$", _FLAGS)  # fmt: skip
_STATES = re.compile(
    r"^\W*(?:(?:ok\w*|gut|alles klar|super|hallo \w+|hi \w+|danke|thanks|great)\W+)*(?:ich|wir|i|we|i['’]ll|we['’]ll|unser|our|der|ein|the)\b",
    _FLAGS,
)
_FEW_WORDS = 3


def commits(sentence: Sentence, number: int, start: int, end: int) -> bool:
    """Whether we commit ourselves in the clause of this number to the time between ``start`` and ``end``."""
    clause = sentence.clauses[number]
    text = clause.text
    latest = _LATEST.search(text) is not None
    if sentence.asks and not _only_tagged(sentence, number):
        return False
    if not latest and _conditional(sentence, number):
        return False
    around = _with_neighbours(sentence, number, start, end)
    if any(pattern.search(around) for pattern in (_UNSURE, _NOT, _PRESENT, _WAITS)) and not _SURE.search(
        around
    ):
        return False
    booked = bool(_BOOKED.search(around)) and (
        bool(_FOR.search(text[: start - clause.start]))
        or bool(
            re.search(r"\b(?:termin|appointment|rückruf|callback|techniker|engineer|visit)\b", around, _FLAGS)
        )
    )
    if booked:
        return not _BITTE.search(around)
    earlier = " ".join(each.text for each in sentence.clauses[:number])
    return _we_do(around, earlier)


def _we_do(text: str, earlier: str) -> bool:
    if _WILL_BE.search(text) and not _WAS.search(text):
        return True
    if _WILL.search(text) or _YOU_GET.search(text):
        return True
    if _PAST.search(text):
        return False
    ours = _WE.search(text) is not None
    if _BITTE.search(text) and not ours:
        return False
    if ours or (_WE.search(earlier) and _WE_DO.search(text)):
        return _WE_DO.search(text) is not None
    return any(pattern.search(text) is not None for pattern in (_GET, _OTHERS, _ELIDED)) or (
        bool(re.search(r"\b(?:i|we)(?:['’]ll|\swill)\b", earlier, _FLAGS))
        and bool(re.match(rf"\W*(?:then\s|also\s)?{_ACTS}\b", text, _FLAGS))
    )


def _only_tagged(sentence: Sentence, number: int) -> bool:
    """Whether only the end asks: "I'll call at nine, ok?"."""
    last = len(sentence.clauses) - 1
    return (
        number < last
        and bool(_STATES.match(sentence.text))
        and (bool(_TAG.match(sentence.clauses[last].text)) or number < last)
    )


def _conditional(sentence: Sentence, number: int) -> bool:
    if any(_CONDITION.search(each.text) for each in sentence.clauses[: number + 1]):
        return True
    return any(_LATER_CONDITION.search(each.text) for each in sentence.clauses[number + 1 :])


def _with_neighbours(sentence: Sentence, number: int, start: int, end: int) -> str:
    """Give the clause; with the ones beside it where it says hardly more than the time."""
    clause = sentence.clauses[number]
    rest = clause.text[: start - clause.start] + " " + clause.text[end - clause.start :]
    if len(rest.split()) > _FEW_WORDS or _has_verb(rest):
        return clause.text
    near = sentence.clauses[max(0, number - 1) : number + 2]
    return " ".join(each.text for each in near)


def _has_verb(rest: str) -> bool:
    return bool(
        _WE.search(rest)
        or _WILL.search(rest)
        or _ELIDED.search(rest)
        or _YOU_GET.search(rest)
        or _GET.search(rest)
    )
