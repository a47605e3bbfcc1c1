"""Whether a clause commits us: who does what, and what takes it back (conditions, wishes, the past). Pure."""

import re

from hilft.memory.promises.doing import goes_on, has_doer, others_do, plain, says_we, we_do, will, will_be
from hilft.memory.promises.sentences import Sentence

_FLAGS = re.IGNORECASE
_BOOKED = re.compile(
    r"\b(?:eingetragen|eingeplant|gebucht|vereinbart|bestellt|vorgemerkt|vorgezogen|verlegt|verschoben|umgebucht|angemeldet|notiert|freigehalten|geblockt|reserviert|terminiert|angesetzt|beauftragt|organisiert|geplant|"
    r"zugesagt|gelegt|steht|fest)\b|\b(?:booked|scheduled|set (?:up|a reminder|an alarm)|a note|wiedervorlage|erinnerung|pencil+ed|brought forward|rebooked|rescheduled|moved|blocked|slotted|diarised|put (?:you )?(?:down|aside)|set aside|arranged|lined up|set up|confirmed|reserved|planned|in the diary)\b",
    _FLAGS,
)
_CONDITION = re.compile(
    r"\b(?:wenn|falls|sofern|sollten?(?=\s+(?:sie|du|es|das|der|die|sich|ihr))|sobald|solange|(?<!see )(?<!check )(?<!know )(?<!sure )(?<!confirm )if|unless|once|as soon as|in case|provided)\b",
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
    r"\byou can expect\b|\bcan (?:also )?confirm\b|\bkann (?:ich )?(?:ihnen |dir )?bestätigen\b|\berwarten sie (?:bitte )?(?:unser|mein|einen|den)|\bcan promise\b|\b(?:kann|können) (?:ich|wir)?\s?(?:\w+\s)?versprechen\b",
    _FLAGS,
)
_NOT = re.compile(
    r"\b(?:nicht(?! später)|kein\w*|nie|niemand|not(?! later)|won['’]t|can['’]t|cannot|don['’]t|doesn['’]t|isn['’]t|aren['’]t|unable|never|nobody|no one|none|neither|nor|weder|ohne)\b",
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
    r"\b(?!\w*(?:halten|worten|warten|arbeiten|bieten|starten|leiten|richten|testen|raten|posten|texten|bereiten|statten|treten|schalten|bitten)\b)\w+(?:te|ten)\s(?:mich|uns|sie|dich)\b|\b(?:rief|riefen|schrieb|schrieben|kam|kamen|gab|gaben|sprach|sprachen|ging)\b|"
    r"\b(?:have|has|had|did|was(?!\s(?:von|für))|were|called|tried|wrote|sent|spoke|said|told)\b(?!.*\b(?:will|['’]ll|going to)\b)",
    _FLAGS,
)
_WAS = re.compile(r"\b(?:hatten?|wurden?|war|waren)\b", _FLAGS)
# "Give me half an hour and I'll have an answer": the time stands before what is promised.
# "I see your appointment on Friday, does that still suit?" reads back.
_SEES = re.compile(r"\b(?:ich (?:sehe|lese)|sehe ich|laut|(?:i|we) (?:can )?see|according to)\b", _FLAGS)
_GIVE_ME = re.compile(
    r"\b(?:give me|gimme|gib mir|geben sie mir|gebt mir|bear with (?:me|us)|allow (?:me|us))\b", _FLAGS
)
_PROMISED_US = re.compile(
    r"\b(?:promised|assured|guaranteed)\s(?:me|us)\b|\b(?:mir|uns)\b.*\bzuge(?:sagt|sichert)\b", _FLAGS
)
_YOU = re.compile(r"\b(?:sie|du|ihr|you)\b", _FLAGS)
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
    if sentence.asks and (not _only_tagged(sentence, number) or _SEES.search(sentence.text)):
        return False
    if not latest and _conditional(sentence, number):
        return False
    if _GIVE_ME.search(text) and number + 1 < len(sentence.clauses):
        return acts(sentence.clauses[number + 1].text)
    around = plain(_with_neighbours(sentence, number, start, end))
    if any(pattern.search(around) for pattern in (_UNSURE, _NOT, _PRESENT, _WAITS)) and not _SURE.search(
        around
    ):
        return False
    booked = bool(_BOOKED.search(around)) and (
        bool(_FOR.search(text[: start - clause.start]))
        or bool(
            re.search(
                r"\b(?:termin|appointment|rückruf|callback|techniker|engineer|visit|call|ring|anruf|besuch)\b",
                around,
                _FLAGS,
            )
        )
    )
    if booked:
        return not _BITTE.search(around)
    earlier = plain(" ".join(each.text for each in sentence.clauses[:number]))
    return _we_do(around, earlier)


def acts(text: str) -> bool:
    """Whether somebody of ours does something in this text, whenever that is."""
    text = plain(text)
    return not any(pattern.search(text) for pattern in (_UNSURE, _NOT, _PRESENT, _WAITS)) and _we_do(text, "")


def _we_do(text: str, earlier: str) -> bool:
    if _PROMISED_US.search(text) and not _YOU.search(text):
        return True
    if (will_be(text) and not _WAS.search(text)) or will(text):
        return True
    if _PAST.search(text) and not _SURE.search(text):
        return False
    ours = says_we(text)
    if _BITTE.search(text) and not ours and not _SURE.search(text):
        return False
    if ours:
        return we_do(text)
    return goes_on(text, earlier) or others_do(text)


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
    # "…, 10 Uhr, vorgezogen": the verb stands alone behind the comma.
    tail = sentence.clauses[number + 1].text if number + 1 < len(sentence.clauses) else ""
    whole = f"{clause.text} {tail}" if len(tail.split()) == 1 else clause.text
    rest = clause.text[: start - clause.start] + " " + clause.text[end - clause.start :]
    if len(rest.split()) > _FEW_WORDS or has_doer(plain(rest)):
        return whole
    near = sentence.clauses[max(0, number - 1) : number + 2]
    return " ".join(each.text for each in near)
